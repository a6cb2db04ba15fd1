//! The dictionary of worded scales.
//!
//! To add a scale, add a [`Scale`] to [`ALL`]. Levels run from low to high; where one end is strained (disagreement
//! with a good thing, "worse", "very poor"), that end stands last.

/// How the levels of a scale are coloured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ramp {
    /// Ordered and split where the headline's levels begin: stone below, teal at or above.
    Threshold,
    /// Two ends and perhaps a middle; the last level is the strained end: teal to rust.
    Agree,
    /// Two ends and perhaps a middle; neither end is bad: plum to green.
    Lean,
    /// Ordered, pale to strong.
    Ordered,
    /// Not ordered.
    Kinds,
}

/// A known scale. A level is written as its spellings, split by `|`.
#[derive(Debug)]
pub struct Scale {
    /// Name for people: "agreement".
    pub label: &'static str,
    /// Spellings per level, low to high.
    pub levels: &'static [&'static str],
    /// How it is coloured.
    pub ramp: Ramp,
    /// Index of the neutral level.
    pub middle: Option<usize>,
    /// The lowest level that the headline counts.
    pub top: usize,
    /// What the headline is called; none: made from the names of the levels.
    pub top_name: Option<&'static str>,
}

/// Every scale, most particular first.
pub const ALL: &[Scale] = &[
    Scale {
        label: "agreement",
        levels: &[
            "strongly disagree|completely disagree|totally disagree|disagree strongly|fully disagree",
            "disagree|mostly disagree",
            "somewhat disagree|slightly disagree|rather disagree|tend to disagree",
            "neither agree nor disagree|neither agree or disagree|neither|neutral|undecided|neither disagree nor agree|neither agree, nor disagree",
            "somewhat agree|slightly agree|rather agree|tend to agree",
            "agree|mostly agree",
            "strongly agree|completely agree|totally agree|agree strongly|fully agree",
        ],
        ramp: Ramp::Agree,
        middle: Some(3),
        top: 4,
        top_name: Some("Agree in all"),
    },
    Scale {
        label: "better or worse",
        levels: &[
            "much better|significantly better|a lot better|greatly improved|far less problematic|much less problematic",
            "better|somewhat better|slightly better|a little better|improved|less problematic|somewhat less problematic",
            "no change|about the same|the same|same|unchanged|neither better nor worse|no difference",
            "worse|somewhat worse|slightly worse|a little worse|worsened|more problematic|somewhat more problematic",
            "much worse|significantly worse|a lot worse|greatly worsened|far more problematic|much more problematic",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: Some("Worse in all"),
    },
    Scale {
        label: "decrease or increase",
        levels: &[
            "decreased significantly|significantly decreased|strongly decreased|decreased a lot|much less|much fewer|far fewer|greatly decreased",
            "decreased|somewhat decreased|slightly decreased|decreased slightly|less|fewer|somewhat less|somewhat fewer|decreased somewhat",
            "no change|about the same|the same|same|unchanged|stayed the same|remained the same",
            "increased|somewhat increased|slightly increased|increased slightly|more|somewhat more|increased somewhat",
            "increased significantly|significantly increased|strongly increased|increased a lot|much more|far more|greatly increased",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: Some("More in all"),
    },
    Scale {
        label: "quality",
        levels: &[
            "very well|very good|excellent|great|very good at it",
            "well|good|good, but not great|fairly good|fairly well|somewhat good",
            "neither good nor bad|neither good or bad|average|fair|ok|okay|acceptable|neutral|neither",
            "bad|poor|poorly|fairly bad|fairly poor|somewhat bad|somewhat poor",
            "very bad|very poor|very poorly|terrible|awful",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "trust",
        levels: &[
            "highly trust|fully trust|completely trust|strongly trust|trust completely|trust a great deal|a great deal",
            "somewhat trust|trust|mostly trust|trust somewhat",
            "neither trust nor distrust|neither trust or distrust|neutral|neither",
            "somewhat distrust|distrust|mostly distrust|distrust somewhat",
            "highly distrust|fully distrust|completely distrust|strongly distrust|distrust completely",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: Some("Distrust in all"),
    },
    Scale {
        label: "satisfaction",
        levels: &[
            "very satisfied|extremely satisfied|completely satisfied|highly satisfied",
            "satisfied|somewhat satisfied|rather satisfied|mostly satisfied|fairly satisfied",
            "neither satisfied nor dissatisfied|neither satisfied or dissatisfied|neutral|neither",
            "dissatisfied|somewhat dissatisfied|rather dissatisfied|unsatisfied|mostly dissatisfied|fairly dissatisfied",
            "very dissatisfied|extremely dissatisfied|completely dissatisfied|very unsatisfied|highly dissatisfied",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: Some("Dissatisfied in all"),
    },
    Scale {
        label: "favour",
        levels: &[
            "very unfavorable|very unfavourable|very negative|very negatively",
            "unfavorable|unfavourable|somewhat unfavorable|negative|somewhat negative|negatively",
            "indifferent|neutral|neither|neither favorable nor unfavorable|neither positive nor negative|no change",
            "favorable|favourable|somewhat favorable|positive|somewhat positive|positively",
            "very favorable|very favourable|very positive|very positively",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "ease",
        levels: &[
            "very easy|extremely easy",
            "easy|somewhat easy|rather easy|fairly easy",
            "neither easy nor difficult|neither easy or difficult|neither easy nor hard|neutral|neither",
            "difficult|somewhat difficult|rather difficult|hard|somewhat hard|fairly difficult",
            "very difficult|extremely difficult|very hard",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "importance",
        levels: &[
            "not at all important|not important at all|unimportant|not important",
            "slightly important|a little important|of little importance|low importance",
            "moderately important|somewhat important|neutral|fairly important",
            "important|very important|quite important",
            "extremely important|essential|critical|absolutely essential",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "likelihood",
        levels: &[
            "very unlikely|extremely unlikely|highly unlikely",
            "unlikely|somewhat unlikely|rather unlikely",
            "neither likely nor unlikely|neutral|neither",
            "likely|somewhat likely|rather likely",
            "very likely|extremely likely|highly likely",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "how often",
        levels: &[
            "never|not at all|not ever|0 % of the time",
            "almost never|hardly ever|very rarely|nearly never",
            "rarely|seldom|occasionally|infrequently",
            "sometimes|now and then|from time to time",
            "about half the time|half the time|around half the time|half of the time",
            "often|frequently|regularly|usually|most of the time|more than half the time",
            "very often|very frequently|nearly always|almost always|mostly always",
            "always|all the time|every time|constantly",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "extent",
        levels: &[
            "not at all|none|no extent|to no extent|none at all",
            "very little|to a very small extent|a tiny bit",
            "a little|slightly|small extent|to a small extent|a small extent|to a slight extent|a little bit|a bit",
            "somewhat|moderately|moderate|to some extent|a moderate amount|to a moderate extent|some extent|quite a bit",
            "very much|very|a lot|great extent|to a great extent|to a large extent|large extent|considerably|mostly|quite a lot",
            "extremely|completely|entirely|to a very great extent|fully|a great deal",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "how many",
        levels: &[
            "none|no one|nobody|none of them|no teams|none did",
            "hardly any|hardly any teams|very few|almost none|hardly any of them",
            "a few|few|few teams|a few teams|a minority|less than half",
            "some|some teams|about half|some of them|half|some did",
            "many|most|most teams|most of them|a majority|more than half|many teams",
            "nearly all|almost all|almost all teams",
            "all|all teams|all of them|everyone|every team|they all did|yes, they all did",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "severity",
        levels: &[
            "low|minor|small|trivial",
            "medium|moderate|normal",
            "high|major|large|severe",
            "critical|very high|blocker|urgent",
        ],
        ramp: Ramp::Ordered,
        middle: None,
        top: 2,
        top_name: None,
    },
    Scale {
        label: "seniority",
        levels: &[
            "intern|trainee|student|apprentice",
            "junior|junior developer|entry level|entry-level",
            "mid|middle|mid-level|mid-level developer|intermediate",
            "senior|senior developer",
            "lead|staff|team lead|staff/lead developer|tech lead",
            "principal|architect|head|principal developer",
            "distinguished engineer/fellow|distinguished engineer|fellow",
            "veteran/executive|executive|director",
        ],
        ramp: Ramp::Ordered,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "yes or no",
        levels: &[
            "no|n|false",
            "maybe|possibly|partly|sometimes|partially",
            "yes|y|true",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 2,
        top_name: Some("Yes"),
    },
];

impl Scale {
    /// The level that a plain text spells, if any.
    pub fn level(&self, plain_text: &str) -> Option<usize> {
        self.levels
            .iter()
            .position(|spellings| spellings.split('|').any(|spelling| spelling == plain_text))
    }
}
