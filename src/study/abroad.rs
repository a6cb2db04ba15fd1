//! How often, in German, French, Spanish and Ukrainian: word by word into the English that `frequency` reads.

/// Words that are of no other language here, with their English; an empty one is dropped.
const SURE: &[(&str, &str)] = &[
    ("hourly", "stündlich щогодини horaire"),
    (
        "daily",
        "täglich tägl quotidien quotidienne quotidiennement diario diariamente щодня щоденно",
    ),
    (
        "weekly",
        "wöchentlich hebdomadaire semanal semanalmente щотижня щотижнево",
    ),
    ("biweekly", "zweiwöchentlich quincenal quincenalmente"),
    (
        "monthly",
        "monatlich mensuel mensuelle mensuellement mensual mensualmente щомісяця щомісячно",
    ),
    (
        "quarterly",
        "vierteljährlich quartalsweise trimestriel trimestrielle trimestral trimestralmente щокварталу щоквартально",
    ),
    (
        "yearly",
        "jährlich annuel annuelle annuellement anual anualmente щороку щорічно",
    ),
    ("never", "nie niemals jamais nunca ніколи"),
    ("rarely", "selten rarement raramente рідко"),
    ("day", "tag jour día день"),
    ("days", "tage tagen jours días дні днів"),
    ("week", "woche semaine semana тиждень"),
    ("weeks", "wochen semaines semanas тижні тижнів"),
    ("month", "monat місяць"),
    ("months", "monate monaten mois meses місяці місяців"),
    ("quarter", "quartal trimestre квартал"),
    ("year", "jahr année año рік"),
    ("years", "jahre années años роки років"),
    (
        "hour",
        "stunde stunden heure heures hora horas годину години годин",
    ),
    ("once", "einmal vez раз"),
    ("twice", "zweimal двічі"),
    ("times", "mal fois veces рази разів"),
    ("several times", "mehrmals mehrfach"),
    ("several", "mehrere plusieurs varias кілька декілька"),
    ("less", "seltener weniger moins menos рідше менше"),
    ("more", "öfter häufiger mehr más частіше більше"),
    ("often", "oft souvent menudo"),
    (
        "every",
        "jeden jede jedes alle chaque tous toutes cada todos todas кожен кожного кожні кожну щокожні",
    ),
    ("two", "zwei deux dos два дві"),
    ("few", "paar quelques"),
];
/// Words that other languages have too: read only beside a sure one.
const WITH_OTHERS: &[(&str, &str)] = &[
    ("per", "pro par por al im in am на a"),
    ("month", "mes"),
    ("or", "oder ou o або"),
    ("than", "als que ніж"),
    ("", "der die das den la le les los las de du une una un"),
];

/// `text`, in small letters, in English where it says how often in one of the languages; as it is otherwise.
pub(super) fn english(text: &str) -> String {
    let of = |table: &[(&'static str, &str)], word: &str| {
        let known = |list: &str| list.split(' ').any(|known| known == word);
        table
            .iter()
            .find(|(_, list)| known(list))
            .map(|(to, _)| *to)
    };
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.strip_prefix("d'").unwrap_or(word))
        .collect();
    if words.iter().all(|word| of(SURE, word).is_none()) {
        return text.to_owned();
    }
    let read = |word: &&str| {
        of(SURE, word)
            .or(of(WITH_OTHERS, word))
            .map_or(word.to_string(), str::to_owned)
    };
    let english: Vec<String> = words
        .iter()
        .map(read)
        .filter(|word| !word.is_empty())
        .collect();
    english.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::frequency::times_a_year;
    use super::*;

    #[test]
    fn english_stays_as_it_is() {
        for text in [
            "more than a week",
            "once a day",
            "or less",
            "a few times a month",
        ] {
            assert_eq!(english(text), text);
        }
    }

    #[test]
    fn frequencies_come_in_their_order_in_four_languages() {
        for order in [
            "Nie|Selten|Seltener als einmal im Monat|Monatlich|Alle zwei Wochen|Wöchentlich|Mehrmals pro Woche|Täglich|Mehrmals täglich",
            "Jamais|Rarement|Moins d’une fois par mois|Tous les mois|Une fois par semaine|Plusieurs fois par semaine|Tous les jours|Plusieurs fois par jour",
            "Nunca|Menos de una vez al mes|Mensualmente|Una vez a la semana|Varias veces por semana|Todos los días|Varias veces al día",
            "Ніколи|Рідше ніж раз на місяць|Раз на місяць|Щотижня|Кілька разів на тиждень|Щодня|Кілька разів на день",
        ] {
            let names: Vec<&str> = order.split('|').collect();
            let times: Vec<f64> = names
                .iter()
                .map(|name| times_a_year(name).unwrap_or_else(|| panic!("{name}")))
                .collect();
            for (pair, names) in times.windows(2).zip(names.windows(2)) {
                assert!(pair[0] < pair[1], "{names:?}: {pair:?}");
            }
        }
    }
}
