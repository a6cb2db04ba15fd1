//! Cells and columns that tell who somebody is.

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::looks::Look;
use super::schema::Kind;
use super::words::words;

/// Why a column stays off charts, filters and examples.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    /// Mail addresses.
    Mail,
    /// Network addresses.
    Address,
    /// Telephone numbers.
    Phone,
    /// Names of people.
    Name,
    /// Where somebody is.
    Place,
    /// Free text, in which anything may stand.
    Text,
}

/// Words of a column's name by what they tell, in English, German, French, Spanish and Ukrainian. Words that end with `*`
/// count however they go on; those after the bar only where the values agree.
const NAMED: [(Sensitive, &str, &str); 5] = [
    (
        Sensitive::Mail,
        "email emails mail courriel correo пошта пошти имейл",
        "",
    ),
    (Sensitive::Address, "ip ipaddr ipaddress", ""),
    (
        Sensitive::Phone,
        "phone* telephone* telefon* téléphone* teléfono* celular телефон* handynummer",
        "tel mobile móvil portable handy мобільний",
    ),
    (
        Sensitive::Name,
        "surname firstname lastname forename username fullname vorname nachname familienname nachnamen prénom apellido apellidos прізвище піб",
        "name nom nombre ім'я",
    ),
    (
        Sensitive::Place,
        "latitude longitude breitengrad längengrad latitud longitud широта довгота address adresse dirección адреса street straße",
        "lat lon lng location gps geolocation coordinates координати",
    ),
];

/// What a column is kept off for by its name alone.
pub fn named(name: &str) -> Option<Sensitive> {
    let things = ["company", "team", "product", "role"];
    let thing = words(name)
        .iter()
        .any(|word| things.contains(&word.as_str()));
    by_name(name, |what| what == Sensitive::Name && !thing)
}

/// What a column is kept off for, by its name and by what its cells look like. Free text is told by the kind.
pub(super) fn sensitive(name: &str, kind: Kind, evidence: &Evidence) -> Option<Sensitive> {
    let looks = &evidence.looks;
    let answers = evidence.answers();
    if answers == 0 {
        return None;
    }
    // A few mail addresses among other answers are enough; digits look like telephone numbers sooner.
    [
        (Sensitive::Mail, Look::Mail, 20),
        (Sensitive::Address, Look::Address, 20),
        (Sensitive::Place, Look::Place, 2),
        (Sensitive::Phone, Look::Phone, 2),
    ]
    .into_iter()
    .find(|(_, look, part)| looks.of(*look).count * part >= answers)
    .map(|(what, ..)| what)
    .or_else(|| {
        let numbers = evidence.range.is_some();
        let long = evidence.range.is_some_and(|(_, most)| most >= 1e6);
        by_name(name, |what| match what {
            Sensitive::Name => looks_like_names(evidence),
            Sensitive::Phone => looks.of(Look::Phone).count * 2 >= answers || long,
            Sensitive::Place => looks.of(Look::Fraction).count * 2 >= answers,
            _ => true,
        })
        // "Phone verified" holds yes or no, "Mail sent at" a date.
        .filter(|what| match kind {
            Kind::Integer | Kind::Number => match what {
                Sensitive::Phone => long,
                what => *what == Sensitive::Place,
            },
            Kind::YesNo | Kind::Multiple | Kind::DateTime => false,
            _ => !numbers || kind == Kind::Identifier || long,
        })
    })
}

/// Whether `text` looks like something that tells who somebody is.
pub(super) fn look(text: &str) -> Option<Look> {
    if text.len() > 80 {
        return None;
    }
    let (mut digits, mut marks, mut at, mut colons, mut other) = (0, 0, 0, 0, false);
    let mut points = 0;
    for byte in text.bytes() {
        points += usize::from(byte == b'.');
        match byte {
            b'0'..=b'9' => digits += 1,
            b' ' | b'-' | b'(' | b')' | b'+' | b'.' | b'/' => marks += 1,
            b'@' => at += 1,
            b':' => colons += 1,
            _ => other = true,
        }
    }
    if at == 1 {
        return is_mail(text).then_some(Look::Mail);
    }
    if is_address(text, points, colons) {
        return Some(Look::Address);
    }
    if !other && colons == 0 && is_phone(text, digits, marks) {
        return Some(Look::Phone);
    }
    is_place(text).then_some(Look::Place)
}

fn by_name(name: &str, agree: impl Fn(Sensitive) -> bool) -> Option<Sensitive> {
    let words = words(name);
    // Longer names are questions: "Do you know the name of your deployment tool?"
    if words.len() > 3 {
        return None;
    }
    let any = |list: &str| {
        list.split_whitespace().any(|known| {
            words.iter().any(|word| match known.strip_suffix('*') {
                Some(start) => word.starts_with(start),
                None => word == known,
            })
        })
    };
    let both = words.join("");
    let parts = [
        "firstname",
        "lastname",
        "fullname",
        "username",
        "displayname",
    ];
    if parts.contains(&both.as_str()) && (both != "fullname" || agree(Sensitive::Name)) {
        return Some(Sensitive::Name);
    }
    NAMED
        .iter()
        .find(|(what, sure, values)| any(sure) || (words.len() <= 2 && any(values) && agree(*what)))
        .map(|(what, ..)| *what)
}

/// Whether answers are two or three capitalised words without digits or marks, nearly each another.
fn looks_like_names(evidence: &Evidence) -> bool {
    let texts = if evidence.levels.is_empty() {
        &evidence.examples
    } else {
        evidence.levels.names()
    };
    let alike = texts.iter().filter(|text| {
        let words = text.split_whitespace();
        (1..=4).contains(&words.clone().count())
            && words
                .clone()
                .all(|word| word.starts_with(char::is_uppercase))
            && text
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.' | '\u{2019}'))
    });
    evidence.distinct() * 2 >= evidence.answers() && alike.count() * 10 >= texts.len() * 8
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, domain)| {
        !who.is_empty()
            && !text.contains(char::is_whitespace)
            && domain.split('.').count() > 1
            && domain.split('.').all(|part| !part.is_empty())
    })
}

fn is_address(text: &str, points: usize, colons: usize) -> bool {
    let four = points == 3 && text.split('.').all(|part| part.parse::<u8>().is_ok());
    let six = (colons >= 4 || (colons >= 2 && text.contains("::")))
        && text.len() <= 39
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b':');
    four || six
}

/// Digits in several groups, or behind `+`, `(` or 0; bands such as `1 000 - 4 999` are none.
fn is_phone(text: &str, digits: usize, marks: usize) -> bool {
    let body = text.trim_start_matches(['+', '(']);
    let groups = body
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty());
    let called = text.starts_with(['+', '(']) || (text.starts_with('0') && marks >= 2);
    (8..=15).contains(&digits)
        && !text.contains(" - ")
        && !text.ends_with(['+', '-', '.'])
        && (called || (marks >= 2 && groups.clone().count() >= 3))
        && groups.clone().all(|group| group.len() <= 12)
}

/// `50.4501, 30.5234`.
fn is_place(text: &str) -> bool {
    let degrees = |part: &str, most: f64| {
        part.split_once('.')
            .is_some_and(|(_, decimals)| decimals.len() >= 3)
            && part.parse::<f64>().is_ok_and(|value| value.abs() <= most)
    };
    text.split_once([',', ' '])
        .is_some_and(|(a, b)| degrees(a.trim(), 90.0) && degrees(b.trim(), 180.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, cells: &[&str], expected: Option<Sensitive>) {
        let evidence = Evidence::of(cells.iter().copied());
        let kind = if evidence.range.is_some() {
            Kind::Number
        } else {
            Kind::Category
        };
        assert_eq!(
            sensitive(name, kind, &evidence),
            expected,
            "{name}: {cells:?}"
        );
    }

    #[test]
    fn values_tell_whatever_the_name() {
        check(
            "a",
            &["ann@example.org", "bob.b@x.co.uk"],
            Some(Sensitive::Mail),
        );
        check(
            "a",
            &["192.168.0.1", "10.0.0.254"],
            Some(Sensitive::Address),
        );
        check(
            "a",
            &["2001:db8::8a2e:370:7334", "fe80::1"],
            Some(Sensitive::Address),
        );
        check(
            "a",
            &["+49 170 1234567", "(555) 123-4567"],
            Some(Sensitive::Phone),
        );
        check(
            "a",
            &["050 123 45 67", "044-555-12-34"],
            Some(Sensitive::Phone),
        );
        check(
            "a",
            &["50.4501, 30.5234", "48.8566 2.3522"],
            Some(Sensitive::Place),
        );
    }

    #[test]
    fn names_tell_in_five_languages() {
        for (name, what) in [
            ("E-Mail", Sensitive::Mail),
            ("RecipientEmail", Sensitive::Mail),
            ("Correo electrónico", Sensitive::Mail),
            ("Електронна пошта", Sensitive::Mail),
            ("IPAddress", Sensitive::Address),
            ("Telefonnummer", Sensitive::Phone),
            ("Номер телефону", Sensitive::Phone),
            ("First Name", Sensitive::Name),
            ("Nachname", Sensitive::Name),
            ("Prénom", Sensitive::Name),
            ("Apellidos", Sensitive::Name),
            ("Прізвище", Sensitive::Name),
            ("LocationLatitude", Sensitive::Place),
            ("Довгота", Sensitive::Place),
        ] {
            check(name, &["x"], Some(what));
        }
    }

    #[test]
    fn a_weak_name_needs_values_that_agree() {
        check(
            "Name",
            &["Ann Smith", "Олена Коваль"],
            Some(Sensitive::Name),
        );
        check("name", &["build-1", "deploy/prod"], None);
        check("full_name", &["jlowin/fastmcp", "a/b"], None);
        check("Nombre", &["Ana", "Luis"], Some(Sensitive::Name));
        check("lat", &["50.4501", "48.85"], Some(Sensitive::Place));
    }

    #[test]
    fn answers_tell_nobody() {
        for cells in [
            ["1 000 - 4 999", "10-49"],
            ["2024-11-25 10:00", "05.07.2011"],
            ["1.2.3", "10:30:15"],
            ["follow @us", "12 345 678"],
        ] {
            check("a", &cells, None);
        }
    }
}
