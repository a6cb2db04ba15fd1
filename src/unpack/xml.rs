//! Reads the XML of workbooks tag by tag. Entities are XML's own five and numbers; nothing is ever expanded further.

/// A piece of XML.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Piece<'a> {
    /// A start tag; one that ends itself is followed by its end.
    Start(Tag<'a>),
    /// An end tag, by its name without prefix.
    End(&'a str),
    /// Text as it stands, entities and all.
    Text(&'a str),
    /// Text that stands for itself.
    Verbatim(&'a str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Tag<'a> {
    /// Name without prefix.
    pub name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Names and values as they stand, up to what is no attribute.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let (before, after) = rest.split_once('=')?;
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            rest = after;
            Some((before.trim_ascii(), value))
        })
    }

    /// The value of an attribute, by its name with prefix, as it stands.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The value of the attribute with this name behind any prefix, as it stands.
    pub fn local(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|(known, _)| local(known) == name)
            .map(|(_, value)| value)
    }

    /// The value of an attribute as text.
    pub fn text(&self, name: &str) -> Option<String> {
        let mut text = String::new();
        unescape(self.raw(name)?, &mut text);
        Some(text)
    }
}

/// XML read from the front.
pub(super) struct Xml<'a> {
    rest: &'a str,
    ended: Option<&'a str>,
}

impl<'a> Xml<'a> {
    /// Starts at the front of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            ended: None,
        }
    }
}

impl<'a> Iterator for Xml<'a> {
    type Item = Piece<'a>;

    /// The next piece; none at the end, and none after a tag that is not finished.
    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.ended.take() {
            return Some(Piece::End(name));
        }
        loop {
            let Some(tag) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return (!text.is_empty()).then_some(Piece::Text(text));
            };
            if let Some(text) = tag.strip_prefix("![CDATA[") {
                let (text, rest) = text.split_once("]]>")?;
                self.rest = rest;
                return Some(Piece::Verbatim(text));
            }
            if let Some(comment) = tag.strip_prefix("!--") {
                self.rest = comment.split_once("-->")?.1;
                continue;
            }
            let (tag, rest) = tag.split_at_checked(tag_end(tag)?)?;
            self.rest = &rest[1..];
            if tag.starts_with(['?', '!']) {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Piece::End(local(name.trim_ascii())));
            }
            let (tag, is_whole) = match tag.strip_suffix('/') {
                Some(tag) => (tag, true),
                None => (tag, false),
            };
            let at = tag
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(at);
            let name = local(name);
            self.ended = is_whole.then_some(name);
            return Some(Piece::Start(Tag { name, attributes }));
        }
    }
}

/// Where a tag ends: the first `>` outside quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return true,
            _ => {}
        }
        false
    })
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Appends text with its entities resolved; what is no entity stays as it is.
pub(super) fn unescape(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest is `&#x10FFFF;`; a lone sign must not make the search run far.
        let window = rest.as_bytes().get(..12).unwrap_or(rest.as_bytes());
        let found = window
            .iter()
            .position(|byte| *byte == b';')
            .and_then(|end| {
                let name = rest.get(1..end)?;
                let letter = match name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => {
                        let number = name.strip_prefix('#')?;
                        let code = match number.strip_prefix(['x', 'X']) {
                            Some(hex) => u32::from_str_radix(hex, 16),
                            None => number.parse(),
                        };
                        char::from_u32(code.ok()?)?
                    }
                };
                Some((letter, end))
            });
        let (letter, end) = found.unwrap_or(('&', 0));
        out.push(letter);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_order() {
        let text = "<?xml?><!-- <a> --><x:a b='1' c = \"&lt;>\"><d/>t &amp; u<![CDATA[<v>]]></x:a>";
        let mut told = String::new();
        for piece in Xml::new(text) {
            told += &match piece {
                Piece::Start(tag) => format!("{}({:?})", tag.name, tag.text("c")),
                Piece::End(name) => format!("/{name} "),
                Piece::Text(text) => {
                    let mut plain = String::new();
                    unescape(text, &mut plain);
                    format!("'{plain}' ")
                }
                Piece::Verbatim(text) => format!("[{text}] "),
            };
        }
        assert_eq!(told, "a(Some(\"<>\"))d(None)/d 't & u' [<v>] /a ");
    }

    #[test]
    fn entities_that_are_none_stay() {
        let mut text = String::new();
        unescape("a & b &nbsp; &#65;&#x42; &#0; &", &mut text);
        assert_eq!(text, "a & b &nbsp; AB \0 &");
    }
}
