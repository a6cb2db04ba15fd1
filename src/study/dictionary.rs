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
            "strongly disagree|completely disagree|totally disagree|disagree strongly|fully disagree|\
             stimme überhaupt nicht zu|stimme gar nicht zu|trifft überhaupt nicht zu|trifft gar nicht zu|pas du tout d'accord|totalement en désaccord|fortement en désaccord|totalmente en desacuerdo|muy en desacuerdo|повністю не погоджуюсь|повністю не погоджуюся|категорично не погоджуюсь|зовсім не згоден|цілком не згоден|абсолютно не згоден",
            "disagree|mostly disagree|\
             stimme nicht zu|trifft nicht zu|lehne ab|pas d'accord|en désaccord|en desacuerdo|не погоджуюсь|не погоджуюся|не згоден|не згодна",
            "somewhat disagree|slightly disagree|rather disagree|tend to disagree|\
             stimme eher nicht zu|trifft eher nicht zu|plutôt pas d'accord|plutôt en désaccord|algo en desacuerdo|más bien en desacuerdo|скоріше не погоджуюсь|скоріше не погоджуюся|скоріше не згоден|частково не погоджуюсь",
            "neither agree nor disagree|neither agree or disagree|neither|neutral|undecided|neither disagree nor agree|neither agree, nor disagree|\
             weder noch|teils, teils|teils teils|teils/teils|unentschieden|ni d'accord ni pas d'accord|ni d'accord, ni pas d'accord|ni en accord ni en désaccord|neutre|ni de acuerdo ni en desacuerdo|neutro|нейтрально|ні так, ні ні|і так, і ні|ні погоджуюсь, ні не погоджуюсь",
            "somewhat agree|slightly agree|rather agree|tend to agree|\
             stimme eher zu|trifft eher zu|plutôt d'accord|algo de acuerdo|más bien de acuerdo|скоріше погоджуюсь|скоріше погоджуюся|скоріше згоден|частково погоджуюсь",
            "agree|mostly agree|\
             stimme zu|trifft zu|d'accord|de acuerdo|погоджуюсь|погоджуюся|згоден|згодна",
            "strongly agree|completely agree|totally agree|agree strongly|fully agree|\
             stimme voll zu|stimme voll und ganz zu|stimme vollkommen zu|stimme völlig zu|trifft voll zu|trifft voll und ganz zu|tout à fait d'accord|totalement d'accord|fortement d'accord|totalmente de acuerdo|muy de acuerdo|completamente de acuerdo|повністю погоджуюсь|повністю погоджуюся|цілком погоджуюсь|повністю згоден|цілком згоден|абсолютно згоден",
        ],
        ramp: Ramp::Agree,
        middle: Some(3),
        top: 4,
        top_name: Some("Agree in all"),
    },
    Scale {
        label: "better or worse",
        levels: &[
            "much better|significantly better|a lot better|greatly improved|far less problematic|much less problematic|\
             viel besser|deutlich besser|beaucoup mieux|bien mieux|mucho mejor|значно краще|набагато краще",
            "better|somewhat better|slightly better|a little better|improved|less problematic|somewhat less problematic|\
             besser|etwas besser|mieux|un peu mieux|mejor|algo mejor|краще|трохи краще|дещо краще",
            "no change|about the same|the same|same|unchanged|neither better nor worse|no difference|\
             unverändert|gleich|gleich geblieben|keine veränderung|inchangé|pareil|identique|pas de changement|igual|sin cambios|без змін|так само|не змінилося",
            "worse|somewhat worse|slightly worse|a little worse|worsened|more problematic|somewhat more problematic|\
             schlechter|etwas schlechter|moins bien|un peu moins bien|pire|peor|algo peor|гірше|трохи гірше|дещо гірше",
            "much worse|significantly worse|a lot worse|greatly worsened|far more problematic|much more problematic|\
             viel schlechter|deutlich schlechter|beaucoup moins bien|bien pire|mucho peor|значно гірше|набагато гірше",
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
            "very well|very good|excellent|great|very good at it|\
             sehr gut|ausgezeichnet|hervorragend|très bien|très bon|très bonne|excellente|muy bien|muy bueno|muy buena|дуже добре|відмінно|чудово",
            "well|good|good, but not great|fairly good|fairly well|somewhat good|\
             gut|bien|bon|bonne|bueno|buena|добре",
            "neither good nor bad|neither good or bad|average|fair|ok|okay|acceptable|neutral|neither|\
             mittel|mittelmäßig|befriedigend|moyen|moyenne|regular|задовільно|посередньо|нормально",
            "bad|poor|poorly|fairly bad|fairly poor|somewhat bad|somewhat poor|\
             schlecht|mal|mauvais|mauvaise|malo|mala|погано",
            "very bad|very poor|very poorly|terrible|awful|\
             sehr schlecht|très mal|très mauvais|très mauvaise|muy mal|muy malo|muy mala|дуже погано|жахливо",
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
            "very satisfied|extremely satisfied|completely satisfied|highly satisfied|\
             sehr zufrieden|äußerst zufrieden|très satisfait|très satisfaite|tout à fait satisfait|muy satisfecho|muy satisfecha|дуже задоволений|дуже задоволена|повністю задоволений|дуже задоволений/а",
            "satisfied|somewhat satisfied|rather satisfied|mostly satisfied|fairly satisfied|\
             zufrieden|eher zufrieden|satisfait|satisfaite|plutôt satisfait|plutôt satisfaite|satisfecho|satisfecha|algo satisfecho|задоволений|задоволена|скоріше задоволений|задоволений/а",
            "neither satisfied nor dissatisfied|neither satisfied or dissatisfied|neutral|neither|\
             weder zufrieden noch unzufrieden|teils, teils|ni satisfait ni insatisfait|ni satisfecho ni insatisfecho|neutre|neutro|нейтрально|ні задоволений, ні незадоволений",
            "dissatisfied|somewhat dissatisfied|rather dissatisfied|unsatisfied|mostly dissatisfied|fairly dissatisfied|\
             unzufrieden|eher unzufrieden|insatisfait|insatisfaite|plutôt insatisfait|plutôt insatisfaite|insatisfecho|insatisfecha|algo insatisfecho|незадоволений|незадоволена|скоріше незадоволений|незадоволений/а",
            "very dissatisfied|extremely dissatisfied|completely dissatisfied|very unsatisfied|highly dissatisfied|\
             sehr unzufrieden|äußerst unzufrieden|très insatisfait|très insatisfaite|muy insatisfecho|muy insatisfecha|дуже незадоволений|дуже незадоволена|зовсім незадоволений|дуже незадоволений/а",
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
            "not at all important|not important at all|unimportant|not important|\
             überhaupt nicht wichtig|gar nicht wichtig|unwichtig|pas du tout important|pas important|nada importante|sin importancia|зовсім не важливо|не важливо|неважливо",
            "slightly important|a little important|of little importance|low importance|\
             weniger wichtig|eher unwichtig|kaum wichtig|peu important|poco importante|мало важливо|скоріше не важливо",
            "moderately important|somewhat important|neutral|fairly important|\
             teils, teils|mittel|mäßig wichtig|moyennement important|assez important|algo importante|moderadamente importante|помірно важливо|скоріше важливо",
            "important|quite important|\
             wichtig|eher wichtig|importante|важливо",
            "very important",
            "extremely important|essential|critical|absolutely essential|critically important|\
             sehr wichtig|äußerst wichtig|très important|extrêmement important|indispensable|muy importante|extremadamente importante|дуже важливо|надзвичайно важливо",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "likelihood",
        levels: &[
            "very unlikely|extremely unlikely|highly unlikely|\
             sehr unwahrscheinlich|très improbable|très peu probable|muy improbable|nada probable|дуже малоймовірно",
            "unlikely|somewhat unlikely|rather unlikely|\
             unwahrscheinlich|eher unwahrscheinlich|improbable|peu probable|poco probable|малоймовірно|скоріше ні",
            "neither likely nor unlikely|neutral|neither|\
             teils, teils|neutre|neutro|50/50|нейтрально",
            "likely|somewhat likely|rather likely|\
             wahrscheinlich|eher wahrscheinlich|probable|plutôt probable|ймовірно|скоріше так",
            "very likely|extremely likely|highly likely|\
             sehr wahrscheinlich|très probable|muy probable|дуже ймовірно",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "how often",
        levels: &[
            "never|not at all|not ever|0 % of the time|\
             nie|niemals|jamais|nunca|ніколи",
            "almost never|hardly ever|very rarely|nearly never|\
             fast nie|beinahe nie|presque jamais|casi nunca|майже ніколи",
            "rarely|seldom|occasionally|infrequently|\
             selten|gelegentlich|rarement|rara vez|raramente|pocas veces|ocasionalmente|рідко|зрідка|нечасто",
            "sometimes|now and then|from time to time|\
             manchmal|hin und wieder|ab und zu|parfois|quelquefois|de temps en temps|a veces|algunas veces|de vez en cuando|іноді|інколи|час від часу",
            "about half the time|half the time|around half the time|half of the time|\
             etwa die hälfte der zeit|la moitié du temps|la mitad del tiempo|половину часу",
            "often|frequently|regularly|usually|most of the time|more than half the time|\
             oft|häufig|meistens|regelmäßig|souvent|fréquemment|régulièrement|la plupart du temps|a menudo|frecuentemente|con frecuencia|la mayoría de las veces|часто|регулярно|зазвичай",
            "very often|very frequently|nearly always|almost always|mostly always|\
             sehr oft|sehr häufig|fast immer|très souvent|presque toujours|muy a menudo|muy frecuentemente|casi siempre|дуже часто|майже завжди",
            "always|all the time|every time|constantly|\
             immer|stets|ständig|toujours|tout le temps|siempre|todo el tiempo|завжди|постійно",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "extent",
        levels: &[
            "not at all|none|no extent|to no extent|none at all|\
             überhaupt nicht|gar nicht|pas du tout|aucunement|nada|en absoluto|зовсім ні|ніяк|зовсім не|анітрохи|very slightly or not at all",
            "very little|to a very small extent|a tiny bit|\
             sehr wenig|très peu|muy poco|дуже мало",
            "a little|slightly|small extent|to a small extent|a small extent|to a slight extent|a little bit|a bit|\
             wenig|ein wenig|ein bisschen|etwas|kaum|peu|un peu|poco|un poco|мало|трохи|небагато",
            "somewhat|moderately|moderate|to some extent|a moderate amount|to a moderate extent|some extent|\
             mittelmäßig|teilweise|einigermaßen|moyennement|modérément|moderadamente|algo|hasta cierto punto|помірно|частково|певною мірою",
            "quite a bit",
            "very much|very|a lot|great extent|to a great extent|to a large extent|large extent|considerably|mostly|quite a lot|\
             stark|ziemlich|viel|sehr|beaucoup|fortement|bastante|mucho|значно|багато|сильно|значною мірою",
            "extremely|completely|entirely|to a very great extent|fully|a great deal|\
             sehr stark|völlig|vollständig|extrem|voll und ganz|énormément|complètement|extrêmement|tout à fait|muchísimo|completamente|totalmente|дуже сильно|повністю|надзвичайно|цілком",
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
        label: "proficiency",
        levels: &[
            "complete novice|no experience|no knowledge|none at all",
            "novice|beginner|basic|elementary|some experience",
            "intermediate|competent|average",
            "advanced|proficient|experienced",
            "expert|fluent|master",
        ],
        ramp: Ramp::Ordered,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "education",
        levels: &[
            "less than high school degree|less than high school|no formal education|primary school|elementary school|primary/elementary school|some high school",
            "high school degree|high school|high school diploma|high school graduate|secondary school|high school or equivalent",
            "some college or associate degree|some college|associate degree|associate's degree|associates degree|vocational training|trade school|some college/university study without earning a degree|some college, no degree",
            "bachelor degree|bachelor's degree|bachelors degree|bachelor's|bachelors|undergraduate degree|bachelor|college degree",
            "graduate degree|master degree|master's degree|masters degree|master's|masters|postgraduate degree|professional degree",
            "doctoral degree|doctorate|doctorate degree|phd|ph.d|doctoral",
        ],
        ramp: Ramp::Ordered,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "yes or no",
        levels: &[
            "no|n|false|\
             nein|non|ні",
            "maybe|possibly|partly|sometimes|partially|\
             vielleicht|teilweise|peut-être|en partie|tal vez|quizás|quizá|en parte|можливо|частково",
            "yes|y|true|\
             ja|oui|sí|si|так",
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
