//! The words of a column's name.

/// Words of a question in small letters, split at everything that is no letter, digit or apostrophe, and where
/// camelCase changes case ("AISelect" is "ai", "select").
pub fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if !(c.is_alphanumeric() || c == '\'') {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            continue;
        }
        let before = i.checked_sub(1).map(|j| &chars[j]);
        let after = chars.get(i + 1);
        let small_to_large = before.is_some_and(|b| b.is_lowercase()) && c.is_uppercase();
        let end_of_capitals = before.is_some_and(|b| b.is_uppercase())
            && c.is_uppercase()
            && after.is_some_and(|a| a.is_lowercase());
        if (small_to_large || end_of_capitals) && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        word.extend(c.to_lowercase());
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_camel_case() {
        assert_eq!(
            words("AISelect_used-often"),
            ["ai", "select", "used", "often"]
        );
        assert_eq!(words("deployFrequency"), ["deploy", "frequency"]);
    }
}
