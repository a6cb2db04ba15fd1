//! Small files of every class that survey and delivery tools, spreadsheets and people make, and the right reading of each.
//!
//! In the expectations `¦` stands between cells and a line holds one record; the kinds name what must be told.

use denominator::source::{ProblemKind, Reader};

/// Reads `bytes` and asserts header, records and the doubts that are told.
fn check(bytes: impl AsRef<[u8]>, header: &str, records: &str, doubts: &str) {
    let mut reader = Reader::new("a.csv");
    reader.push(bytes.as_ref());
    let shown = String::from_utf8_lossy(bytes.as_ref()).into_owned();
    let opened = reader
        .finish()
        .unwrap_or_else(|error| panic!("{error}\n{shown}"));
    let rows: Vec<String> = (0..opened.records.len())
        .map(|row| {
            let cells: Vec<String> = opened
                .records
                .cells(row)
                .map(|cell| cell.replace("\r\n", "⏎").replace(['\n', '\r'], "⏎"))
                .collect();
            cells.join("¦")
        })
        .collect();
    let told: Vec<String> = opened
        .problems
        .iter()
        .filter(|(kind, _)| kind.is_doubt())
        .map(|(kind, trouble)| match trouble.count {
            1 => format!("{kind:?}"),
            count => format!("{kind:?} {count}"),
        })
        .collect();
    let expected: Vec<&str> = records
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    assert_eq!(
        (opened.header.given.join("¦"), rows, told.join(", ")),
        (
            header.to_owned(),
            expected.iter().map(|line| (*line).to_owned()).collect(),
            doubts.to_owned()
        ),
        "{:?}\n{shown}",
        opened.dialect
    );
}

/// Asserts that nothing can be read, and the sentence that says so.
fn refuse(bytes: impl AsRef<[u8]>, said: &str) {
    let mut reader = Reader::new("a.csv");
    reader.push(bytes.as_ref());
    match reader.finish() {
        Ok(opened) => panic!("read as {:?}", opened.header.given),
        Err(error) => assert_eq!(error.to_string(), said),
    }
}

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

// ---- encodings and line ends

#[test]
fn utf_8_with_its_mark() {
    check("\u{feff}id,név\n1,é\n2,ű\n", "id¦név", "1¦é\n2¦ű", "");
}

#[test]
fn utf_16_with_and_without_its_mark() {
    for little in [true, false] {
        check(
            utf_16("\u{feff}id\tname\n1\tZoë\n2\tAl\n", little),
            "id¦name",
            "1¦Zoë\n2¦Al",
            "",
        );
        check(
            utf_16("id;name\r\n1;Bob\r\n2;Al\r\n", little),
            "id¦name",
            "1¦Bob\n2¦Al",
            "",
        );
    }
}

#[test]
fn utf_16_cut_in_half_keeps_what_is_whole() {
    let mut bytes = utf_16("\u{feff}id,name\n1,Bob\n2,Al\n", true);
    bytes.truncate(bytes.len() - 3);
    check(bytes, "id¦name", "1¦Bob\n2¦A\u{fffd}", "BadBytes");
}

#[test]
fn old_bytes_thousands_of_rows_down() {
    let mut bytes = b"id,comment\n".to_vec();
    (0..5000).for_each(|row| bytes.extend(format!("{row},fine\n").bytes()));
    bytes.extend(b"5000,caf\xe9 cr\xe8me\n");
    let mut reader = Reader::new("a.csv");
    reader.push(&bytes);
    let opened = reader.finish().unwrap();
    assert_eq!(opened.records.cell(5000, 1), "café crème");
    assert_eq!(opened.problems.count(ProblemKind::EncodingGuessed), 1);
}

#[test]
fn every_line_end() {
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        let text = ["id,a", "1,x", "2,y", ""].join(end);
        check(text, "id¦a", "1¦x\n2¦y", "");
    }
}

// ---- dialects

#[test]
fn usual_delimiters() {
    for delimiter in [",", ";", "\t", "|", "||", "::", "~|~", "\u{1f}", "^"] {
        let text = ["id", "team", "hours"].join(delimiter)
            + "\n"
            + &["1", "Alpha", "2.5"].join(delimiter)
            + "\n"
            + &["2", "Beta", "3.5"].join(delimiter)
            + "\n";
        check(text, "id¦team¦hours", "1¦Alpha¦2.5\n2¦Beta¦3.5", "");
    }
}

#[test]
fn sep_lines_declare_the_delimiter() {
    check("sep=;\nid;a\n1;x,y\n2;z\n", "id¦a", "1¦x,y\n2¦z", "");
    check("\"sep=;\"\r\nid;a\r\n1;x\r\n", "id¦a", "1¦x", "");
    check("sep=\t\nid\ta\n1\tx\n", "id¦a", "1¦x", "");
    check(
        utf_16("\u{feff}sep=,\r\nid,a\r\n1,x\r\n", true),
        "id¦a",
        "1¦x",
        "",
    );
}

#[test]
fn decimal_commas_among_semicolons() {
    check(
        "name;hours;cost\nAda;1,5;2,25\nBob;0,5;3,75\n",
        "name¦hours¦cost",
        "Ada¦1,5¦2,25\nBob¦0,5¦3,75",
        "",
    );
    check(
        "hours;cost\n1,5;2,25\n0,5;3,75\n1,0;2,0\n",
        "hours¦cost",
        "1,5¦2,25\n0,5¦3,75\n1,0¦2,0",
        "",
    );
}

#[test]
fn joined_answers_among_commas() {
    check(
        "id,tools\n1,Go;Rust;\n2,Go;C;\n3,Zig;\n",
        "id¦tools",
        "1¦Go;Rust;\n2¦Go;C;\n3¦Zig;",
        "",
    );
    check(
        "ID,Start time,What?,Why?\n1,7/2/20 11:00,A;B;,C;D;\n2,7/2/20 11:05,A;B;,D;\n3,7/2/20 12:00,B;C;,C;D;\n",
        "ID¦Start time¦What?¦Why?",
        "1¦7/2/20 11:00¦A;B;¦C;D;\n2¦7/2/20 11:05¦A;B;¦D;\n3¦7/2/20 12:00¦B;C;¦C;D;",
        "",
    );
}

#[test]
fn spaces_after_delimiters() {
    check(
        "id, name, hours\n1, Ada, 2.5\n2, Bob, 3\n",
        "id¦name¦hours",
        "1¦Ada¦2.5\n2¦Bob¦3",
        "",
    );
    check(
        "\"id\", \"name\"\n1, \"Smith, Ada\"\n2, \"Bob\"\n",
        "id¦name",
        "1¦Smith, Ada\n2¦Bob",
        "",
    );
}

#[test]
fn columns_lined_up_with_spaces() {
    check(
        "id name   hours\n1  Ada    2.5\n2  Grace  3.0\n3  Al     1.0\n",
        "id¦name¦hours",
        "1¦Ada¦2.5\n2¦Grace¦3.0\n3¦Al¦1.0",
        "",
    );
    check("a b c\n1 2 3\n4 5 6\n", "a¦b¦c", "1¦2¦3\n4¦5¦6", "");
}

#[test]
fn single_quotes_around_cells() {
    check(
        "'id','name'\n'1','Smith, Ada'\n'2','O''Neil'\n",
        "id¦name",
        "1¦Smith, Ada\n2¦O'Neil",
        "",
    );
}

#[test]
fn backslashes_before_quotes() {
    check(
        "id,note\n1,\"she said \\\"no\\\", twice\"\n2,\"a \\\"b\\\" c\"\n",
        "id¦note",
        "1¦she said \"no\", twice\n2¦a \"b\" c",
        "",
    );
}

#[test]
fn json_in_cells_is_text() {
    check(
        "id,data\n1,\"{\"\"a\"\": \"\"x, y\"\"}\"\n2,\"{\"\"a\"\": \"\"z\\n\"\"}\"\n",
        "id¦data",
        "1¦{\"a\": \"x, y\"}\n2¦{\"a\": \"z\\n\"}",
        "",
    );
}

#[test]
fn one_column() {
    check(
        "Comment\nI like it\nNo, not really\nToo slow, too old, too dear\nFine\n",
        "Comment",
        "I like it\nNo, not really\nToo slow, too old, too dear\nFine",
        "",
    );
    check("name\nAda\nGrace\n", "name", "Ada\nGrace", "");
    check("score\n1\n2\n3\n", "score", "1\n2\n3", "");
    check("hours\n1,5\n2,5\n3,25\n", "hours", "1,5\n2,5\n3,25", "");
    check(
        "Full name\nAda Lovelace\nGrace Hopper\nAlan Turing\n",
        "Full name",
        "Ada Lovelace\nGrace Hopper\nAlan Turing",
        "",
    );
    check(
        "Team\nTeam 1\nTeam 2\nTeam 3\n",
        "Team",
        "Team 1\nTeam 2\nTeam 3",
        "",
    );
    check(
        "time\n10:30\n11:45\n09:15\n",
        "time",
        "10:30\n11:45\n09:15",
        "",
    );
}

#[test]
fn few_rows() {
    check("a;b\n1;2\n", "a¦b", "1¦2", "");
    check("id,name,email\n", "id¦name¦email", "", "NoRecords");
}

// ---- quotes

#[test]
fn quotes_the_usual_ways() {
    check(
        "a,b\n\"x\ny\",\"he said \"\"no\"\"\"\n\"\",1\n",
        "a¦b",
        "x⏎y¦he said \"no\"\n¦1",
        "",
    );
}

#[test]
fn an_unclosed_quote_stays_in_its_line() {
    check(
        "id,name,note\n1,Ada,ok\n2,\"Bob,hi\n3,Al,yo\n4,Cy,ok\n",
        "id¦name¦note",
        "1¦Ada¦ok\n2¦\"Bob¦hi\n3¦Al¦yo\n4¦Cy¦ok",
        "UnclosedQuote",
    );
    check(
        "id,name,note\n1,Ada,ok\n2,Bob,\"hi\n3,Al,\"yo, man\"\n4,Cy,ok\n",
        "id¦name¦note",
        "1¦Ada¦ok\n2¦Bob¦\"hi\n3¦Al¦yo, man\n4¦Cy¦ok",
        "StrayQuote",
    );
}

#[test]
fn an_inch_sign_is_text() {
    check(
        "id,size,price\n1,5\" pipe,2\n2,\"6\"\" pipe\",3\n3,7\" pipe,4\n",
        "id¦size¦price",
        "1¦5\" pipe¦2\n2¦6\" pipe¦3\n3¦7\" pipe¦4",
        "",
    );
    check(
        "id,size\n1,\"5\" pipe\"\n2,\"6 pipe\"\n",
        "id¦size",
        "1¦5\" pipe\n2¦6 pipe",
        "StrayQuote",
    );
}

#[test]
fn stray_quotes_inside_a_cell() {
    check(
        "id,note,x\n1,\"he said \"hi\" to me\",3\n2,\"fine\",4\n",
        "id¦note¦x",
        "1¦he said \"hi\" to me¦3\n2¦fine¦4",
        "StrayQuote",
    );
    check(
        "id,code,x\n1,\"\"BH-98\",3\n2,\"BH-99\",4\n",
        "id¦code¦x",
        "1¦\"BH-98¦3\n2¦BH-99¦4",
        "StrayQuote",
    );
}

#[test]
fn text_after_a_closing_quote() {
    check(
        "a,b,c\n\"x\"y,2,3\n\"z\",5,6\n",
        "a¦b¦c",
        "xy¦2¦3\nz¦5¦6",
        "StrayQuote",
    );
}

#[test]
fn a_file_cut_inside_a_quoted_cell() {
    check(
        "id,note\n1,\"fine\"\n2,\"it was goi",
        "id¦note",
        "1¦fine\n2¦it was goi",
        "UnclosedQuote",
    );
}

#[test]
fn long_quoted_text_with_lines_like_records() {
    check(
        "id,body,n\n1,\"list:\na,b,c\nd,e,f\nend\",5\n2,short,6\n",
        "id¦body¦n",
        "1¦list:⏎a,b,c⏎d,e,f⏎end¦5\n2¦short¦6",
        "",
    );
}

#[test]
fn lines_wrapped_by_a_second_export() {
    check(
        "\"id,name,note\"\n\"1,Ada,\"\"ok, fine\"\"\"\n\"2,Bob,no\"\n",
        "id¦name¦note",
        "1¦Ada¦ok, fine\n2¦Bob¦no",
        "WrappedLines",
    );
}

// ---- around the table

#[test]
fn titles_above_the_table() {
    check(
        "Team health survey 2026\nExported by Ada\n\nid,team,score\n1,A,3\n2,B,4\n",
        "id¦team¦score",
        "1¦A¦3\n2¦B¦4",
        "Preamble 2",
    );
    check(
        "Team health survey 2026,,\n,,\nid,team,score\n1,A,3\n2,B,4\n",
        "id¦team¦score",
        "1¦A¦3\n2¦B¦4",
        "Preamble",
    );
    check(
        "Report:,Survey,,\nDate:,2026-01-02,,\nid,team,score,note\n1,A,3,x\n2,B,4,y\n",
        "id¦team¦score¦note",
        "1¦A¦3¦x\n2¦B¦4¦y",
        "Preamble 2",
    );
    check(
        "# made by tool 3\n# rows: 2\nid,team\n1,A\n2,B\n",
        "id¦team",
        "1¦A\n2¦B",
        "Preamble 2",
    );
}

#[test]
fn notes_below_the_table() {
    check(
        "team,n,score\nA,12,3.5\nB,15,4.1\n\nSource: survey 2026\nResults with n < 5 are suppressed.\n",
        "team¦n¦score",
        "A¦12¦3.5\nB¦15¦4.1",
        "Note 2",
    );
    check(
        "team,n,score\nA,12,3.5\nB,15,4.1\n\"Confidential, do not share\",,\n",
        "team¦n¦score",
        "A¦12¦3.5\nB¦15¦4.1",
        "Note",
    );
    check(
        "id,team,score\n1,A,3\n2,B,4\nGenerated by Acme Surveys on 2026-01-02\n",
        "id¦team¦score",
        "1¦A¦3\n2¦B¦4",
        "Note",
    );
}

#[test]
fn totals_below_the_table() {
    check(
        "team,n\nA,12\nB,15\nTotal,27\n",
        "team¦n",
        "A¦12\nB¦15",
        "Total",
    );
    check(
        "team,n,rate\nA,12,0.1\nB,15,0.2\n\nGrand Total,27,0.15\n",
        "team¦n¦rate",
        "A¦12¦0.1\nB¦15¦0.2",
        "Total",
    );
}

#[test]
fn partial_answers_are_answers() {
    check(
        "id,q1,q2,q3\n101,yes,no,1\n102,,,\n103,no,no,2\n104,,,\n",
        "id¦q1¦q2¦q3",
        "101¦yes¦no¦1\n102¦¦¦\n103¦no¦no¦2\n104¦¦¦",
        "",
    );
}

#[test]
fn comments_between_records() {
    check(
        "id,team,x\n1,A,2\n# checked until here\n2,B,3\n",
        "id¦team¦x",
        "1¦A¦2\n2¦B¦3",
        "Comment",
    );
}

#[test]
fn blank_lines_and_blank_records() {
    check("id,a\n\n1,x\n\n\n2,y\n\n", "id¦a", "1¦x\n2¦y", "");
    check("id,a\n1,x\n2,y\n,\n,\n", "id¦a", "1¦x\n2¦y", "");
}

#[test]
fn repeated_headers() {
    check(
        "id,a\n1,x\nid,a\n2,y\nid,a\n3,z\n",
        "id¦a",
        "1¦x\n2¦y\n3¦z",
        "RepeatedHeaderRow 2",
    );
}

#[test]
fn several_tables() {
    check(
        "Deployments\nid,team,n\n1,A,3\n2,B,4\n3,C,5\n\nIncidents\nkey,hours\nX,1.5\nY,2.5\n",
        "id¦team¦n",
        "1¦A¦3\n2¦B¦4\n3¦C¦5",
        "Preamble, OtherTable",
    );
}

// ---- headers

#[test]
fn three_rows_of_qualtrics() {
    check(
        "StartDate,ResponseId,Q1\nStart Date,Response ID,\"How often?\nThink of 2026\"\n\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n2025-11-04 08:31:29,R_1,Daily\n",
        "StartDate¦ResponseId¦Q1",
        "2025-11-04 08:31:29¦R_1¦Daily",
        "",
    );
}

#[test]
fn two_rows_of_surveymonkey() {
    check(
        "Respondent ID,Collector ID,Which films?,,How often?\n,,Star Wars,Alien,Response\n1,9,Star Wars,,Daily\n2,9,,Alien,Weekly\n",
        "Respondent ID¦Collector ID¦Which films? [Star Wars]¦Which films? [Alien]¦How often?",
        "1¦9¦Star Wars¦¦Daily\n2¦9¦¦Alien¦Weekly",
        "",
    );
}

#[test]
fn names_over_wordings() {
    check(
        "Q1,Q2,Q3\nHow often do you deploy to production?,How satisfied are you with your work?,How many people are in your team today?\nDaily,Happy,5\nWeekly,Sad,8\n",
        "Q1¦Q2¦Q3",
        "Daily¦Happy¦5\nWeekly¦Sad¦8",
        "HeaderRowsGuessed",
    );
}

#[test]
fn units_under_names() {
    check(
        "team,time,share\n,(h),(%)\nA,2.5,10\nB,3.5,20\n",
        "team¦time¦share",
        "A¦2.5¦10\nB¦3.5¦20",
        "HeaderRowsGuessed",
    );
}

#[test]
fn groups_over_names() {
    check(
        ",Before,,After,\nteam,n,rate,n,rate\nA,10,0.2,12,0.3\nB,11,0.1,9,0.2\n",
        "team¦Before n¦Before rate¦After n¦After rate",
        "A¦10¦0.2¦12¦0.3\nB¦11¦0.1¦9¦0.2",
        "HeaderRowsGuessed",
    );
}

#[test]
fn the_same_figures_twice_are_answers() {
    check(
        "2.4,0.9\n2.4,0.9\n2.4,0.9\n3.1,0.7\n",
        "",
        "2.4¦0.9
         2.4¦0.9
         2.4¦0.9
         3.1¦0.7",
        "NoHeader",
    );
}

#[test]
fn one_record_after_a_blank_line_is_no_table_of_its_own() {
    check(
        "id,name,country,city\n1,english\n1,english\n\n2,german,1,2,3\n",
        "id¦name¦country¦city",
        "1¦english
         1¦english
         2¦german¦1¦2¦3",
        "DelimiterGuessed, RaggedShort 2, RaggedLong",
    );
}

#[test]
fn no_header_at_all() {
    check(
        "2026-01-02,17,ok\n2026-01-03,18,ok\n2026-01-04,19,bad\n",
        "",
        "2026-01-02¦17¦ok\n2026-01-03¦18¦ok\n2026-01-04¦19¦bad",
        "",
    );
    check(
        "-1.5,-0.25\n2.25,3.5\n1.0,-2.75\n",
        "",
        "-1.5¦-0.25\n2.25¦3.5\n1.0¦-2.75",
        "",
    );
    check(
        "0.5,0.975\n2.25,3.5\n1.0,2.75\n",
        "",
        "0.5¦0.975\n2.25¦3.5\n1.0¦2.75",
        "NoHeader",
    );
    // Whole numbers might be names of questions as well.
    check("17,3\n18,2\n19,5\n", "", "17¦3\n18¦2\n19¦5", "NoHeader");
}

#[test]
fn who_somebody_is_names_no_column() {
    check(
        "ann@example.org\nbob@example.org\ncy@example.org\n",
        "",
        "ann@example.org\nbob@example.org\ncy@example.org",
        "",
    );
    check(
        "ann@example.org,Rome\nbob@example.org,Paris\ncy@example.org,Kyiv\n",
        "",
        "ann@example.org¦Rome\nbob@example.org¦Paris\ncy@example.org¦Kyiv",
        "",
    );
    check(
        "id\n614f8680-cbc4-7dda-e33d-192840da2404\na72f19bd-3383-8d1d-15ff-5f032cbce887\n",
        "id",
        "614f8680-cbc4-7dda-e33d-192840da2404\na72f19bd-3383-8d1d-15ff-5f032cbce887",
        "",
    );
}

#[test]
fn percentiles_are_names_over_plain_numbers() {
    check(
        "Name,50%,99.9%,100%\n/login,359,664,672\n/cache,38,507,516\n/x,143,732,755\n",
        "Name¦50%¦99.9%¦100%",
        "/login¦359¦664¦672\n/cache¦38¦507¦516\n/x¦143¦732¦755",
        "",
    );
}

#[test]
fn a_line_under_the_names_is_no_record() {
    check(
        "id,name,amount\n--,----,------\n1,Ava,855.66\n2,Bo,403.95\n",
        "id¦name¦amount",
        "1¦Ava¦855.66\n2¦Bo¦403.95",
        "Comment",
    );
}

#[test]
fn a_title_may_have_as_many_commas_as_the_table() {
    check(
        "Births, deaths, 1990-2014\nYear,Births,Deaths\n1990,4703,7330\n1991,5917,7368\n1992,9938,8099\n",
        "Year¦Births¦Deaths",
        "1990¦4703¦7330\n1991¦5917¦7368\n1992¦9938¦8099",
        "Preamble",
    );
}

#[test]
fn comments_above_and_below_are_no_header() {
    check(
        "# by region\n# columns: Region, Population, Capital\nRegion,Population,Capital\nNorth,7659,London\n\
         South,8123,Rome\nEast,9911,Kyiv\n# end of file\n",
        "Region¦Population¦Capital",
        "North¦7659¦London\nSouth¦8123¦Rome\nEast¦9911¦Kyiv",
        "Preamble 2, Comment",
    );
}

#[test]
fn marks_between_printed_pages_are_no_records() {
    check(
        "Date,Payee,Debit\n2026-01-02,Ann,5\nPage 2 of 3\n2026-01-03,Bob,6\n2026-01-04,Cy,7\n",
        "Date¦Payee¦Debit",
        "2026-01-02¦Ann¦5\n2026-01-03¦Bob¦6\n2026-01-04¦Cy¦7",
        "Comment",
    );
}

#[test]
fn a_hole_of_nuls_is_damage_in_a_text() {
    let hole = "\0".repeat(64);
    let rows: Vec<String> = (1..=20)
        .map(|row| match row {
            9 => format!("{row},t{hole}wo"),
            _ => format!("{row},word"),
        })
        .collect();
    check(
        format!("id,word\n{}\n", rows.join("\n")),
        "id¦word",
        &rows.join("\n").replace(',', "¦"),
        "ControlCharacter",
    );
}

#[test]
fn section_signs_and_broken_bars_may_be_delimiters() {
    for mark in ["§", "\u{a6}"] {
        let text = "id|town|name\n1|Rome|Ann\n2|Paris|Bob\n3|Kyiv|Cy\n".replace('|', mark);
        check(
            text,
            "id¦town¦name",
            "1¦Rome¦Ann\n2¦Paris¦Bob\n3¦Kyiv¦Cy",
            "",
        );
    }
}

#[test]
fn a_row_of_wordings_over_figures_is_header_beyond_doubt() {
    check(
        "A101,A102,A103,A104\nHow many hours do you work?,How many of them at night?,How old is your team in years?,What is missing most?\n\
         38,4,2,time\n40,0,7,quiet\n36,2,1,time\n",
        "A101¦A102¦A103¦A104",
        "38¦4¦2¦time\n40¦0¦7¦quiet\n36¦2¦1¦time",
        "",
    );
}

#[test]
fn the_first_row_is_the_header_unless_evidence_is_strong() {
    check(
        "Name,Town\nAda,London\nBob,Paris\n",
        "Name¦Town",
        "Ada¦London\nBob¦Paris",
        "",
    );
    check(
        "team,2023,2024,2025\nA,10,11,12\nB,20,21,25\n",
        "team¦2023¦2024¦2025",
        "A¦10¦11¦12\nB¦20¦21¦25",
        "",
    );
    check(
        "item,1,2,3,4,5\nA,3,5,9,1,0\nB,2,2,8,4,1\n",
        "item¦1¦2¦3¦4¦5",
        "A¦3¦5¦9¦1¦0\nB¦2¦2¦8¦4¦1",
        "",
    );
    check(
        "answer,18-24,25-34,35+\nYes,0.35,0.2,12\nNo,0.65,0.8,13\n",
        "answer¦18-24¦25-34¦35+",
        "Yes¦0.35¦0.2¦12\nNo¦0.65¦0.8¦13",
        "",
    );
    check("P1,T2,M3\n1,2,3\n4,5,6\n", "P1¦T2¦M3", "1¦2¦3\n4¦5¦6", "");
    check(",a,a,\n0,x,y,z\n1,u,v,w\n", "¦a¦a¦", "0¦x¦y¦z\n1¦u¦v¦w", "");
    check(
        "Gender,Answer\nMale,Yes\nFemale,No\nMale,No\nFemale,Yes\n",
        "Gender¦Answer",
        "Male¦Yes\nFemale¦No\nMale¦No\nFemale¦Yes",
        "",
    );
}

#[test]
fn ragged_records_are_kept() {
    check(
        "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n",
        "a¦b¦c",
        "1¦2¦3\n4¦5\n6¦7¦8¦9\n10¦11¦12",
        "RaggedShort, RaggedLong",
    );
}

#[test]
fn row_names_without_a_header() {
    check(
        "\"mpg\",\"cyl\"\n\"Mazda\",21,6\n\"Fiat\",32,4\n",
        "¦mpg¦cyl",
        "Mazda¦21¦6\nFiat¦32¦4",
        "",
    );
}

#[test]
fn words_of_surveymonkey_in_other_languages() {
    check(
        "Befragten-ID,Wie oft?,Welche Werkzeuge?,,Kommentare\n,Antwort,Jira,GitHub,Offene Antwort\n1,Täglich,Jira,,keine\n2,Selten,,GitHub,\n",
        "Befragten-ID¦Wie oft?¦Welche Werkzeuge? [Jira]¦Welche Werkzeuge? [GitHub]¦Kommentare",
        "1¦Täglich¦Jira¦¦keine\n2¦Selten¦¦GitHub¦",
        "",
    );
    check(
        "Respondent ID,Start,Which tools?,,\n,,Jira,GitHub,GitLab\n1,9:10,Jira,,GitLab\n2,9:14,,GitHub,\n",
        "Respondent ID¦Start¦Which tools? [Jira]¦Which tools? [GitHub]¦Which tools? [GitLab]",
        "1¦9:10¦Jira¦¦GitLab\n2¦9:14¦¦GitHub¦",
        "",
    );
}

#[test]
fn qualtrics_without_its_third_row() {
    check(
        "StartDate,EndDate,ResponseId,Q1\nStart Date,End Date,Response ID,\"How satisfied, overall, are you?\"\n2025-03-04 09:10:00,2025-03-04 09:12:33,R_1,4\n2025-03-04 09:14:00,2025-03-04 09:15:01,R_2,2\n",
        "StartDate¦EndDate¦ResponseId¦Q1",
        "2025-03-04 09:10:00¦2025-03-04 09:12:33¦R_1¦4\n2025-03-04 09:14:00¦2025-03-04 09:15:01¦R_2¦2",
        "",
    );
}

#[test]
fn three_rows_of_groups() {
    check(
        ",Total,Total,Rural,Rural\n,Count,Share,Count,Share\nArea,n,%,n,%\nA,100,50.0,20,10.1\nB,200,60.0,30,12.0\nC,300,70.5,40,13.9\n",
        "Area¦Total Count n¦Total Share %¦Rural Count n¦Rural Share %",
        "A¦100¦50.0¦20¦10.1\nB¦200¦60.0¦30¦12.0\nC¦300¦70.5¦40¦13.9",
        "HeaderRowsGuessed",
    );
}

#[test]
fn dates_and_years_as_names() {
    check(
        "Country,Lat,1/22/20,1/23/20\nA,1.5,0,1\nB,3.5,5,6\n",
        "Country¦Lat¦1/22/20¦1/23/20",
        "A¦1.5¦0¦1\nB¦3.5¦5¦6",
        "",
    );
    check(
        "geo\\time,2022,2021\nAT,1.5,:\nBE,2.5,2.1\n",
        "geo\\time¦2022¦2021",
        "AT¦1.5¦:\nBE¦2.5¦2.1",
        "",
    );
    check(
        "Country,2020\nFR,67\nDE,83\n",
        "Country¦2020",
        "FR¦67\nDE¦83",
        "",
    );
}

#[test]
fn columns_that_hold_their_own_name_have_a_header() {
    check(
        "Jira,GitHub,GitLab\nJira,,\n,GitHub,\nJira,,GitLab\n",
        "Jira¦GitHub¦GitLab",
        "Jira¦¦\n¦GitHub¦\nJira¦¦GitLab",
        "",
    );
}

#[test]
fn totals_are_known_by_their_sums() {
    check(
        "Team;Jan;Feb\nA;1;2\nB;3;4\nC;5;6\nΣ;9;12\n",
        "Team¦Jan¦Feb",
        "A¦1¦2\nB¦3¦4\nC¦5¦6",
        "Total",
    );
    check(
        "company,employees,founded\nNote Ltd,10,1999\nSource AG,20,2001\nTotal SA,35,1924\n",
        "company¦employees¦founded",
        "Note Ltd¦10¦1999\nSource AG¦20¦2001\nTotal SA¦35¦1924",
        "",
    );
}

#[test]
fn many_lines_above_few_records() {
    check(
        "Line one of the title\nLine two\nLine three\nLine four\nLine five\na;b;c\n1;x;3\n4;y;6\n",
        "a¦b¦c",
        "1¦x¦3\n4¦y¦6",
        "Preamble 5",
    );
    check(
        "# one\n# two\n# three\n# four\na,b,c\n1,2,3\n4,5,6\n",
        "a¦b¦c",
        "1¦2¦3\n4¦5¦6",
        "Preamble 4",
    );
}

#[test]
fn some_lines_wrapped() {
    check(
        "id,name,n\n\"1,Ann,3\"\n\"2,Bob,4\"\n\"3,Cy,5\"\n",
        "id¦name¦n",
        "1¦Ann¦3\n2¦Bob¦4\n3¦Cy¦5",
        "WrappedLines",
    );
    check(
        "\"id,name,n\"\n1,Ann,3\n2,Bob,4\n3,Cy,5\n",
        "id¦name¦n",
        "1¦Ann¦3\n2¦Bob¦4\n3¦Cy¦5",
        "WrappedLines",
    );
}

#[test]
fn an_open_quote_in_the_header() {
    check(
        "a,\"b,c\nd,e,f\ng,h,i\n",
        "a¦\"b¦c",
        "d¦e¦f\ng¦h¦i",
        "UnclosedQuote",
    );
}

#[test]
fn carriage_returns_among_line_feeds_are_text() {
    check(
        "id,t,n\n1,a\rb,2\n3,c,4\n5,d,6\n",
        "id¦t¦n",
        "1¦a⏎b¦2\n3¦c¦4\n5¦d¦6",
        "",
    );
}

#[test]
fn the_last_answer_is_no_note() {
    check(
        "Comment,Team,Score\ngood,,\nbad,,\nThis is all,,\n",
        "Comment¦Team¦Score",
        "good¦¦\nbad¦¦\nThis is all¦¦",
        "",
    );
}

#[test]
fn old_macs_and_their_accents() {
    check(
        b"Stra\xa7e;Ort\nM\x9fllerweg;K\x9aln\nGro\xa7e Gasse;L\x9fbeck\n",
        "Straße¦Ort",
        "Müllerweg¦Köln\nGroße Gasse¦Lübeck",
        "EncodingGuessed",
    );
}

// ---- no tables

#[test]
fn what_is_no_table_is_refused() {
    refuse(
        "",
        "a.csv is empty: choose a CSV file with a header line and one record per answer.",
    );
    refuse(
        "version https://git-lfs.example/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "a.csv is a pointer to a large file, not the file itself: fetch the file with git lfs pull and choose that.",
    );
    refuse(
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
        "a.csv is an XML document, not a CSV file: export the answers as CSV and choose that file.",
    );
    refuse(
        "<!DOCTYPE html><html><body>Log in</body></html>",
        "a.csv is a web page, not a CSV file: log in to the survey tool, download the export again and choose the CSV file.",
    );
}

mod laws {
    //! What holds for any file: what is written in a dialect is read again, and damage neither panics nor spreads.

    use denominator::source::{Dialect, Escape, Reader};
    use proptest::prelude::*;

    fn dialect() -> impl Strategy<Value = (Dialect, &'static str)> {
        let delimiters = prop_oneof![
            Just(","),
            Just(";"),
            Just("\t"),
            Just("|"),
            Just("||"),
            Just("~|~"),
            Just("\u{1f}")
        ];
        let ends = prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\r\r\n")];
        (
            delimiters,
            prop_oneof![Just('"'), Just('\'')],
            any::<bool>(),
            ends,
        )
            .prop_map(|(delimiter, quote, backslash, end)| {
                let dialect = Dialect {
                    quote: Some(quote),
                    escape: if backslash && quote == '"' {
                        Escape::Backslash
                    } else {
                        Escape::Doubled
                    },
                    ..Dialect::of(delimiter)
                };
                (dialect, end)
            })
    }

    /// `odd` as a cell; where a backslash escapes, one alone would not show that it does.
    fn told(odd: &str, dialect: &Dialect) -> String {
        // The other quote at the edges of cells would speak for another dialect.
        let other = if dialect.quote == Some('"') {
            '\''
        } else {
            '"'
        };
        let odd = odd.replace(other, "");
        let odd = odd.trim();
        match dialect.escape {
            Escape::Backslash => format!("\"{}\" b", odd.replace('\\', "")),
            Escape::Doubled => odd.to_owned(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        /// Cells with every special character, in a table that shows what it is: written in a dialect, read as it was.
        #[test]
        fn what_is_written_in_any_dialect_is_read(
            (dialect, end) in dialect(),
            odd in proptest::collection::vec("[a-zé ,;|\t\"'\\\\\n~]{0,12}", 12..40),
        ) {
            let line = |cells: &[&str]| {
                let written: Vec<String> = cells.iter().map(|cell| dialect.write(cell)).collect();
                written.join(&dialect.delimiter) + end
            };
            // A quote that is rarely used must show itself once: in the header.
            let quote = dialect.quote.unwrap_or('"');
            let names = ["id", "team", "note", "hours"].map(|name| format!("{quote}{name}{quote}"));
            let mut text = names.join(&dialect.delimiter) + end;
            let rows: Vec<[String; 4]> = odd
                .iter()
                .enumerate()
                .map(|(row, odd)| [
                    (row + 100).to_string(),
                    ["Alpha", "Beta, Inc.", "say hi", "x; y | z"][row % 4].to_owned(),
                    if row % 3 == 0 { told(odd, &dialect) } else { "fine".to_owned() },
                    format!("{}.5", row % 9),
                ])
                .collect();
            for row in &rows {
                let cells: Vec<&str> = row.iter().map(String::as_str).collect();
                text += &line(&cells);
            }
            let mut reader = Reader::new("a.csv");
            reader.push(text.as_bytes());
            let opened = reader.finish().unwrap();
            prop_assert_eq!(&opened.header.names, &["id", "team", "note", "hours"], "{:?}\n{}", opened.dialect, text);
            prop_assert_eq!(opened.records.len(), rows.len(), "{:?}\n{}", opened.dialect, text);
            for (at, row) in rows.iter().enumerate() {
                let cells: Vec<&str> = opened.records.cells(at).collect();
                prop_assert_eq!(cells, row.iter().map(String::as_str).collect::<Vec<_>>(), "{:?}\n{}", opened.dialect, text);
            }
        }

        /// A quote put anywhere spoils its own record at most: all records are still there, the others as they were.
        #[test]
        fn a_stray_quote_spoils_one_record(row in 0_usize..40, column in 0_usize..4, at in 0_usize..3) {
            let cells = |r: usize| [
                (r + 100).to_string(),
                ["Alpha", "Beta", "\"Gamma, Inc.\""][r % 3].to_owned(),
                "fine".to_owned(),
                format!("{}.5", r % 9),
            ];
            let mut text = String::from("id,team,note,hours\n");
            for r in 0..40 {
                let mut cells = cells(r);
                if r == row {
                    let at = at.min(cells[column].len());
                    cells[column].insert(at, '"');
                }
                text += &(cells.join(",") + "\n");
            }
            let mut reader = Reader::new("a.csv");
            reader.push(text.as_bytes());
            let opened = reader.finish().unwrap();
            prop_assert_eq!(opened.records.len(), 40, "{}", text);
            for r in (0..40).filter(|r| *r != row) {
                prop_assert_eq!(opened.records.cell(r, 0), &(r + 100).to_string());
                prop_assert_eq!(opened.records.cell(r, 3), &format!("{}.5", r % 9));
            }
        }
    }

    /// Quotes that open and never close, delimiters without end, one endless cell: time stays near the size of the file.
    #[test]
    fn hostile_files_take_time_in_proportion() {
        let million = 300_000;
        let files = [
            "\"\"x\n".repeat(million / 4),
            "a,\"b\n".repeat(million / 5),
            "\"a\"b,".repeat(million / 5),
            ",".repeat(million),
            "\"".repeat(million),
            format!("id,note\n1,\"{}\"\n", "x ".repeat(5 * million)),
            "\n".repeat(million),
            "a\n\n".repeat(million / 3),
            format!(
                "{}\n",
                (0..20_000)
                    .map(|n| n.to_string())
                    .collect::<Vec<_>>()
                    .join(",")
            )
            .repeat(20),
        ];
        for file in files {
            let mut reader = Reader::new("a.csv");
            reader.push(file.as_bytes());
            // Reading ends, whatever it makes of the file; a run-away would end the test run instead.
            let told = reader.finish().map(|opened| opened.bytes);
            assert!(told.is_ok_and(|bytes| bytes == file.len() as u64) || file.trim().is_empty());
        }
    }
}

#[test]
fn hashtags_that_people_write_are_answers() {
    check(
        "color,name\n#ff0000,red\n#00ff00,green\n",
        "color¦name",
        "#ff0000¦red\n#00ff00¦green",
        "",
    );
    check(
        "rank,name\n#1,Ann\n#2,Bob\n",
        "rank¦name",
        "#1¦Ann\n#2¦Bob",
        "",
    );
    check(
        "channel,what\n#general,chat\n#ops,alarms\n",
        "channel¦what",
        "#general¦chat\n#ops¦alarms",
        "",
    );
    check(
        "Region,People\n#adm1+name,#affected\nNord,12\nSud,9\n",
        "Region¦People",
        "Nord¦12\nSud¦9",
        "",
    );
}

#[test]
fn long_answers_under_codes_are_no_wordings() {
    check(
        "Q1,Q2,Q3\nWe have far too many meetings in a week,The build takes half an hour,Nothing else comes to mind\n\
         I would like more time to review,Deploys are frightening on Fridays,Thanks for asking us at last\n",
        "Q1¦Q2¦Q3",
        "We have far too many meetings in a week¦The build takes half an hour¦Nothing else comes to mind\n\
         I would like more time to review¦Deploys are frightening on Fridays¦Thanks for asking us at last",
        "",
    );
}

#[test]
fn years_under_groups_are_names() {
    check(
        "Region,Male,,Female,\n,2021,2022,2021,2022\nNorth,53,87,24,42\nSouth,97,73,83,79\nEast,73,62,47,47\n",
        "Region¦Male 2021¦Male 2022¦Female 2021¦Female 2022",
        "North¦53¦87¦24¦42\nSouth¦97¦73¦83¦79\nEast¦73¦62¦47¦47",
        "HeaderRowsGuessed",
    );
}

#[test]
fn one_column_of_moments_or_prices_is_one_column() {
    check(
        "Start time\n2024-03-01 10:01\n2024-03-02 10:02\n",
        "Start time",
        "2024-03-01 10:01\n2024-03-02 10:02",
        "",
    );
    check(
        "Time of day\n10:00 AM CET\n11:30 AM CET\n",
        "Time of day",
        "10:00 AM CET\n11:30 AM CET",
        "",
    );
    check(
        "Unit price\n12,50 EUR\n3,00 EUR\n",
        "Unit price",
        "12,50 EUR\n3,00 EUR",
        "",
    );
}

#[test]
fn a_second_header_is_told() {
    check(
        "date,host,ok\n2026-01-01,a,1\n2026-01-02,b,0\nhost,date,ok\nc,2026-01-03,1\n",
        "date¦host¦ok",
        "2026-01-01¦a¦1\n2026-01-02¦b¦0\nhost¦date¦ok\nc¦2026-01-03¦1",
        "OtherTable",
    );
    check(
        "id,name,n\n1,a,2\n2,b,3\nID,Name,N\n3,c,4\n",
        "id¦name¦n",
        "1¦a¦2\n2¦b¦3\n3¦c¦4",
        "RepeatedHeaderRow",
    );
}

#[test]
fn a_cell_that_swallows_records_is_told() {
    check(
        "id\tword\tn\n1\t\"open\t1\n2\tok\t1\n3\tok\t1\n4\tok\t1\n5\tclose\"\t1\n6\tok\t1\n",
        "id¦word¦n",
        "1¦open\t1⏎2\tok\t1⏎3\tok\t1⏎4\tok\t1⏎5\tclose¦1\n6¦ok¦1",
        "SwallowedLines",
    );
}

#[test]
fn a_cell_longer_than_what_is_looked_at_is_one() {
    let log = "at line: \"\"open\"\"\n".repeat(8000);
    let text = format!("job,log,result\n1,\"{log}\",ok\n2,short,failed\n");
    let mut reader = Reader::new("a.csv");
    reader.push(text.as_bytes());
    let opened = reader.finish().unwrap();
    assert_eq!(opened.header.given, ["job", "log", "result"]);
    assert_eq!(opened.records.len(), 2);
    assert_eq!(
        opened.records.cell(0, 1).len(),
        "at line: \"open\"\n".len() * 8000
    );
    assert_eq!(
        opened
            .problems
            .iter()
            .filter(|(kind, _)| kind.is_doubt())
            .count(),
        0
    );
}

#[test]
fn the_last_open_answer_is_no_note() {
    check(
        "What hinders you?,Country,Role\nMeetings take very long here,France,Engineer\nThe build breaks every day,India,Manager\n\
         Too many tools to learn,Peru,Engineer\nMeetings take too long,,\n",
        "What hinders you?¦Country¦Role",
        "Meetings take very long here¦France¦Engineer\nThe build breaks every day¦India¦Manager\n\
         Too many tools to learn¦Peru¦Engineer\nMeetings take too long¦¦",
        "",
    );
}

#[test]
fn numbers_over_words_are_names() {
    check(
        "1,2,3,3a\n5,yes,because,y\n3,yes,well,x\n2,no,because,x\n",
        "1¦2¦3¦3a",
        "5¦yes¦because¦y\n3¦yes¦well¦x\n2¦no¦because¦x",
        "",
    );
}

#[test]
fn quotes_of_a_database_are_text() {
    check(
        "id\tsubject\tby\n1\t\"Re: invoice\tAnn\n2\tends with \"\tBob\n3\tsay \"hi\"\tCy\n4\t\"Re: invoice\tDi\n",
        "id¦subject¦by",
        "1¦\"Re: invoice¦Ann\n2¦ends with \"¦Bob\n3¦say \"hi\"¦Cy\n4¦\"Re: invoice¦Di",
        "",
    );
}

#[test]
fn a_doubled_quote_that_closes_after_all_is_told() {
    check(
        "id,name,v\n1,\"a\",3\n2,\"b\"\",4\n3,\"c\",5\n4,\"d\",6\n",
        "id¦name¦v",
        "1¦a¦3\n2¦b\"¦4\n3¦c¦5\n4¦d¦6",
        "StrayQuote",
    );
}
