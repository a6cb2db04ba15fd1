//! Containers: what is in them comes out as tables, and nothing else ever happens.
//!
//! The fixtures in `golden/unpack` were written by xlwt 1.3 (xls), odfpy 1.4 (ods) and msoffcrypto-tool (locked.xlsx);
//! everything else is made here. Where calamine can read a file too, both must agree.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use denominator::unpack::{Container, Part, container, unpack};
use expect_test::{Expect, expect};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn golden(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/unpack");
    fs::read(folder.join(name)).expect("the fixture is there")
}

fn zipped_by(method: CompressionMethod, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in members {
        if name.ends_with('/') {
            zip.add_directory(*name, options).unwrap();
        } else {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    zipped_by(CompressionMethod::Deflated, members)
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn told(name: &str, bytes: &[u8]) -> String {
    match unpack(name, bytes) {
        Ok(parts) => parts
            .iter()
            .map(
                |Part {
                     name,
                     bytes,
                     dialect_known,
                 }| {
                    let how = if *dialect_known {
                        "written"
                    } else {
                        "as it was"
                    };
                    format!("== {name}, {how}\n{}", String::from_utf8_lossy(bytes))
                },
            )
            .collect(),
        Err(error) => error.to_string(),
    }
}

fn check(name: &str, bytes: &[u8], expected: Expect) {
    expected.assert_eq(&told(name, bytes));
}

/// The only part's text.
fn only(name: &str, bytes: &[u8]) -> String {
    let parts = unpack(name, bytes).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parts.len(), 1, "{parts:?}");
    String::from_utf8(parts[0].bytes.clone()).expect("what is written is UTF-8")
}

#[test]
fn archives_give_their_members_as_they_are() {
    let members: [(&str, &[u8]); 8] = [
        ("data/", b""),
        ("data/answers.csv", b"a;b\r\n1;2\r\n"),
        ("codebook.pdf", b"%PDF-1.4"),
        ("__MACOSX/data/._answers.csv", b"\0\0"),
        (".DS_Store", b"\0"),
        ("empty.csv", b""),
        ("more.tsv", b"c\td\n"),
        ("icon.bin", b"\0\x01"),
    ];
    let expected = expect![[r#"
        == answers.csv, as it was
        a;b
        1;2
        == more.tsv, as it was
        c	d
    "#]];
    let bare = |text: String| text.replace('\r', "");
    expected.assert_eq(&bare(told("a.zip", &zipped(&members))));
    let stored = zipped_by(CompressionMethod::Stored, &members);
    expected.assert_eq(&bare(told("a.zip", &stored)));
}

#[test]
fn members_of_the_same_name_keep_their_folders() {
    let bytes = zipped(&[("2024/a.csv", b"x\n"), ("2025/a.csv", b"y\n")]);
    check(
        "a.zip",
        &bytes,
        expect![[r#"
            == 2024/a.csv, as it was
            x
            == 2025/a.csv, as it was
            y
        "#]],
    );
}

#[test]
fn an_archive_behind_other_bytes_is_found() {
    let mut bytes = zipped(&[("a.csv", b"x\n1\n")]);
    bytes.extend_from_slice(&[b' '; 300]);
    let count = bytes.len() - 300 - 2;
    bytes[count..count + 2].copy_from_slice(&300_u16.to_le_bytes());
    assert_eq!(only("a.zip", &bytes), "x\n1\n");
}

#[test]
fn gzip_gives_the_file_behind_it() {
    check(
        "answers.csv.gz",
        &gzipped(b"a,b\n1,2\n"),
        expect![[r#"
            == answers.csv, as it was
            a,b
            1,2
        "#]],
    );
    let twice = [gzipped(b"a,b\n"), gzipped(b"1,2\n")].concat();
    assert_eq!(only("answers.csv.gz", &twice), "a,b\n1,2\n");
}

#[test]
fn containers_in_containers_are_opened_twice_and_no_deeper() {
    let inner = gzipped(b"a\n1\n");
    let once = zipped(&[("a.csv.gz", &inner)]);
    let twice = zipped(&[("b.zip", &once)]);
    let thrice = zipped(&[("c.zip", &twice)]);
    check(
        "d.zip",
        &once,
        expect![[r#"
        == a.csv, as it was
        a
        1
    "#]],
    );
    check(
        "d.zip",
        &twice,
        expect![[r#"
        == a.csv, as it was
        a
        1
    "#]],
    );
    check(
        "d.zip",
        &thrice,
        expect![[
            "b.zip, a.csv.gz is packed in an archive inside an archive: unpack it yourself and choose the file inside."
        ]],
    );
}

#[test]
fn json_beside_a_table_does_not_spoil_it() {
    let bytes = zipped(&[
        ("dataset.json", b"{\"title\": \"x\"}"),
        ("a.csv", b"q\n1\n"),
    ]);
    assert_eq!(only("a.zip", &bytes), "q\n1\n");
}

/// A workbook with a bit of everything.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet().set_name("Codes").unwrap();
    hidden.set_hidden(true);
    hidden.write(0, 0, "code").unwrap();
    let empty = book.add_worksheet().set_name("Empty").unwrap();
    empty.write_blank(3, 3, &Format::new().set_bold()).unwrap();
    let sheet = book.add_worksheet().set_name("Responses & more").unwrap();
    sheet.set_active(true);
    let header = [
        "id",
        "team, ☃",
        "score",
        "day",
        "moment",
        "time",
        "span",
        "yes",
        "text",
        "formula",
    ];
    for (column, name) in header.into_iter().enumerate() {
        sheet.write(2, column as u16 + 1, name).unwrap();
    }
    let format = |code: &str| Format::new().set_num_format(code);
    let moment = |text: &str| ExcelDateTime::parse_from_str(text).unwrap();
    sheet.write(3, 1, 5).unwrap();
    sheet.write(3, 2, "say \"no\"").unwrap();
    sheet.write(3, 3, 0.1 + 0.2).unwrap();
    sheet
        .write_with_format(3, 4, moment("2024-11-25"), &format("dd/mm/yy"))
        .unwrap();
    sheet
        .write_with_format(
            3,
            5,
            moment("2024-11-25T09:07:42"),
            &format("m/d/yyyy h:mm"),
        )
        .unwrap();
    sheet
        .write_with_format(3, 6, moment("09:07:42"), &format("h:mm AM/PM"))
        .unwrap();
    sheet
        .write_with_format(3, 7, 26.5 / 24.0, &format("[h]:mm"))
        .unwrap();
    sheet.write(3, 8, true).unwrap();
    sheet.write(3, 9, "two\nlines").unwrap();
    sheet
        .write(3, 10, Formula::new("=NA()").set_result("#N/A"))
        .unwrap();
    sheet.write(5, 1, 123_456_789_012_345_u64).unwrap();
    sheet.write(5, 3, -2.0).unwrap();
    sheet.write(5, 8, false).unwrap();
    sheet
        .write(5, 10, Formula::new("=1+1").set_result("2"))
        .unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_gives_a_table_per_sheet() {
    let expected = expect![[r##"
        == answers.xlsx, sheet Responses & more, written
        id,"team, ☃",score,day,moment,time,span,yes,text,formula
        5,"say ""no""",0.30000000000000004,2024-11-25,2024-11-25 09:07:42,09:07:42,26:30:00,TRUE,"two
        lines",#N/A

        123456789012345,,-2,,,,,FALSE,,2
        == answers.xlsx, sheet Codes, written
        code
    "##]];
    expected.assert_eq(&told("answers.xlsx", &workbook()));
}

/// A workbook of one sheet with this content, as programs other than Excel write it, with days that count from 1904.
fn bare_workbook(sheet: &str) -> Vec<u8> {
    let book = "<workbook xmlns:q=\"x\"><sheets><sheet name=\"S\" sheetId=\"1\" q:id=\"rId1\"/></sheets><workbookPr date1904=\"1\"/></workbook>";
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"y/worksheet\" Target=\"/xl/s.xml\"/>\
        <Relationship Id=\"rId2\" Type=\"y/sharedStrings\" Target=\"strings.xml\"/>\
        <Relationship Id=\"rId3\" Type=\"y/styles\" Target=\"styles.xml\"/></Relationships>";
    let styles = "<styleSheet><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let strings = "<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><t xml:space=\"preserve\">ch </t></r><rPh><t>no</t></rPh></si>\
        <si><t>a_x000D_&#10;b &amp;amp;</t></si></sst>";
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/strings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/s.xml", sheet.as_bytes()),
    ])
}

#[test]
fn cells_without_places_and_odd_kinds_are_read() {
    let sheet = "<worksheet><sheetData>\
        <row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>99</v></c></row>\
        <row><c t=\"inlineStr\"><is><t>in</t></is></c><c t=\"d\"><v>2024-11-25T09:07:42</v></c><c t=\"e\"><v>#DIV/0!</v></c>\
        <c><f>1+1</f><v>12345678901234567890</v></c><c t=\"str\"><f>x</f><v></v></c></row>\
        <row r=\"3\"><c r=\"B3\" s=\"1\"><v>44159</v></c></row>\
        </sheetData></worksheet>";
    assert_eq!(
        only("a.xlsx", &bare_workbook(sheet)),
        "plain,rich ,\"a\r\nb &amp;\",\nin,2024-11-25 09:07:42,#DIV/0!,12345678901234567890\n,2024-11-25,,\n"
    );
}

#[test]
fn old_workbooks_are_read() {
    let expected = expect![[r#"
        == a.xls, sheet Antworten Ä, written
        id,"team, ☃",score,day,moment,time,span,yes,error,text
        1,"say ""no""",0.1,2024-11-25,2024-11-25 09:07:42,09:07:42,26:30:00,TRUE,,"two
        lines"
        123456789012,emoji 😀,-2.5,2024-11-26,,,,FALSE,,a;b
        3,,,,,,,,,
        == a.xls, sheet Codes, written
        code2,code3,code4,code5
        1,2,3,4
    "#]];
    let text = told("a.xls", &golden("sheets.xls"));
    expected.assert_eq(&text);
    // The same days, counted from 1904.
    assert_eq!(told("a.xls", &golden("sheets-1904.xls")), text);
}

#[test]
fn long_texts_of_old_workbooks_go_on_in_the_next_record() {
    let text = only("a.xls", &golden("long.xls"));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 13);
    for (i, line) in lines.iter().enumerate().skip(1) {
        let word = if i % 2 == 1 {
            format!("x{i} ")
        } else {
            format!("ä☃{i} ")
        };
        assert_eq!(*line, format!("{i},{}", word.repeat(400)));
    }
}

#[test]
fn opendocument_sheets_are_read() {
    check(
        "a.ods",
        &golden("sheets.ods"),
        expect![[r#"
            == a.ods, sheet Responses & more, written
            id,"team, ☃",score,day,moment,time,span,yes,text
            12345678901234567890,"two
            lines",0.45,2024-11-25,2024-11-25 09:07:42,09:07:42,26:30:00,TRUE,"a   b
            c <&>"
            1.5,same,same,,,,,,
            1.5,same,same,,,,,,
            == a.ods, sheet Codes, written
            code
            7
        "#]],
    );
}

/// What calamine reads of the same sheets, in its own order, each cell as text where both must agree.
fn by_calamine(bytes: &[u8]) -> Vec<Vec<String>> {
    use calamine::{Data, Reader};
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let mut cells = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let sheet = range.used_cells().filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            Data::Int(number) => Some(number.to_string()),
            Data::Float(number) if number.abs() < 1e15 => Some(number.to_string()),
            _ => None,
        });
        cells.push(sheet.collect());
    }
    cells
}

#[test]
fn calamine_reads_the_same() {
    for (name, bytes) in [
        ("a.xlsx", workbook()),
        ("a.xls", golden("sheets.xls")),
        ("a.xls", golden("long.xls")),
        ("a.ods", golden("sheets.ods")),
    ] {
        let parts = unpack(name, &bytes).unwrap();
        let mut ours: Vec<String> = Vec::new();
        for part in &parts {
            let mut csv = csv_core::ReaderBuilder::new().build();
            let mut rest = part.bytes.as_slice();
            let (mut text, mut ends) = (vec![0; 1 << 20], vec![0; 1 << 10]);
            loop {
                let (result, read, _, many) = csv.read_record(rest, &mut text, &mut ends);
                rest = &rest[read..];
                let mut from = 0;
                for end in &ends[..many] {
                    ours.push(String::from_utf8(text[from..*end].to_vec()).unwrap());
                    from = *end;
                }
                if matches!(result, csv_core::ReadRecordResult::End) {
                    break;
                }
            }
        }
        let theirs: Vec<String> = by_calamine(&bytes).into_iter().flatten().collect();
        assert!(!theirs.is_empty());
        for cell in theirs {
            assert!(ours.contains(&cell), "{name}: {cell:?} is missing");
        }
    }
}

#[test]
fn json_records_become_rows() {
    check(
        "a.json",
        "\u{feff}[{\"id\": 12345678901234567890, \"who\": {\"team\": \"A, B\", \"at\": {\"city\": \"Köln\", \"deep\": {\"x\": 1}}}},\n\
        {\"tools\": [\"a\", \"b\", null, 3], \"id\": 1.50, \"yes\": true, \"none\": null, \"mixed\": [1, {\"y\": 2}]},\n{}]"
            .as_bytes(),
        expect![[r#"
            == a.json, written
            id,who.team,who.at.city,who.at.deep,tools,yes,none,mixed
            12345678901234567890,"A, B",Köln,"{""x"": 1}",,,,
            1.50,,,,a;b;3,TRUE,,"[1, {""y"": 2}]"
            ,,,,,,,
        "#]],
    );
}

#[test]
fn json_comes_in_many_shapes() {
    for (name, text, expected) in [
        ("a.jsonl", "{\"a\":1}\n{\"b\":\"x\"}\n\n", "a,b\n1,\n,x\n"),
        ("a.txt", "{\"a\":1}\r\n{\"a\":2}", "a\n1\n2\n"),
        ("a.jsonl", "{\"a\":1}\n", "a\n1\n"),
        (
            "a.json",
            "[[\"a\",\"b\"],[1,\"x,y\"],[2]]",
            "a,b\n1,\"x,y\"\n2,\n",
        ),
        ("a.jsonl", "[\"a\",\"b\"]\n[1,2]\n", "a,b\n1,2\n"),
        ("a.json", "{\"ok\":true,\"data\":[{\"a\":1}]}", "a\n1\n"),
        ("a.json", "{\"page\":{\"responses\":[{\"a\":1}]}}", "a\n1\n"),
        (
            "a.json",
            "{\"columns\":[\"a\",\"b\"],\"data\":[[1,2]]}",
            "a,b\n1,2\n",
        ),
        ("a.json", "[{\"a\":NaN},{\"a\":1e5}]", "a\n\"\"\n1e5\n"),
        (
            "a.json",
            "[{\"a\":\"\\u00fc \\ud83d\\ude00\"}]",
            "a\nü 😀\n",
        ),
    ] {
        assert_eq!(only(name, text.as_bytes()), expected, "{text}");
    }
    let wide: Vec<u8> = "\u{feff}[{\"a\":\"ü\"}]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(only("a.json", &wide), "a\nü\n");
}

#[test]
fn json_that_is_no_table_says_so() {
    let check = |text: &str, expected: Expect| check("a.json", text.as_bytes(), expected);
    check(
        "{\"error\": \"Not logged in.\"}",
        expect![[
            "a.json is a JSON message, not a table: “Not logged in”. Ask for the export again and choose what comes then."
        ]],
    );
    check(
        &format!(
            "{{\"meta\":{{\"error\":{{\"message\":\"{}\"}}}}}}",
            "word ".repeat(50)
        ),
        expect![
            "a.json is a JSON message, not a table: “word word word word word word word word word word word word word word word word…”. Ask for the export again and choose what comes then."
        ],
    );
    check(
        "{\"a\":[{\"x\":1}],\"b\":[{\"x\":1}]}",
        expect![[
            "a.json holds several lists of records (a, b): save the one you want as a file of its own."
        ]],
    );
    check(
        "[{\"a\":1},\n5]",
        expect![[
            "a.json is JSON, but line 2 has a single value where a record was expected: save a list of records, or one record a line."
        ]],
    );
    check(
        "[{\"a\":1},\n{\"a\":1",
        expect![[
            "a.json begins as JSON, but line 2, column 7 has the end of the file: export it again, or save it as CSV."
        ]],
    );
    check(
        "[]",
        expect![[
            "a.json holds no table (its list is empty): choose a file that holds a CSV file, a workbook or JSON records."
        ]],
    );
    check(
        "[{}]",
        expect![[
            "a.json holds no table (its list is empty): choose a file that holds a CSV file, a workbook or JSON records."
        ]],
    );
}

#[test]
fn what_cannot_be_unpacked_says_why() {
    let whole = zipped(&[("a.csv", b"a,b\n1,2\n3,4\n")]);
    check(
        "a.zip",
        &whole[..whole.len() - 30],
        expect![[
            "a.zip is damaged (the list of its files, which ends it, is missing): download it again, or save it anew in the program it comes from."
        ]],
    );
    let mut flipped = whole.clone();
    flipped[37] ^= 0x10;
    assert!(told("a.zip", &flipped).starts_with("a.zip, a.csv is damaged ("));
    let packed = gzipped(b"a,b\n1,2\n");
    check(
        "a.csv.gz",
        &packed[..packed.len() - 6],
        expect![[
            "a.csv.gz is damaged (its packed bytes make no sense): download it again, or save it anew in the program it comes from."
        ]],
    );
    let mut locked = whole;
    let list = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    locked[list + 8] |= 1;
    check(
        "a.zip",
        &locked,
        expect![[
            "a.zip, a.csv is locked with a password: unpack it yourself and choose the file inside."
        ]],
    );
    check(
        "a.xlsx",
        &golden("locked.xlsx"),
        expect![[
            "a.xlsx is locked with a password: open it in a spreadsheet program, save it without one and choose it again."
        ]],
    );
    check(
        "a.zip",
        &zipped(&[("b.pdf", b"%PDF"), ("c/d.png", b"x")]),
        expect![[
            "a.zip holds no table (b.pdf, d.png): choose a file that holds a CSV file, a workbook or JSON records."
        ]],
    );
    check(
        "a.zip",
        &zipped(&[]),
        expect![[
            "a.zip holds no table (nothing is in it): choose a file that holds a CSV file, a workbook or JSON records."
        ]],
    );
    check(
        "a.zip",
        &zipped(&[("b.7z", b"7z\xbc\xaf\x27\x1c\0")]),
        expect![[
            "a.zip, b.7z is a 7z archive, which cannot be unpacked here: unpack it yourself and choose the CSV file inside."
        ]],
    );
    check(
        "a.rar",
        b"Rar!\x1a\x07\x01\0",
        expect![[
            "a.rar is a RAR archive, which cannot be unpacked here: unpack it yourself and choose the CSV file inside."
        ]],
    );
    let mut tar = vec![b'x'; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    check(
        "a.tgz",
        &gzipped(&tar),
        expect![[
            "a.tgz is a tar archive, which cannot be unpacked here: unpack it yourself and choose the CSV file inside."
        ]],
    );
    let binary = zipped(&[
        (
            "_rels/.rels",
            b"<R><Relationship Id='1' Type='x/officeDocument' Target='xl/workbook.bin'/></R>",
        ),
        ("xl/workbook.bin", b"\0"),
    ]);
    check(
        "a.xlsb",
        &binary,
        expect![[
            "a.xlsb is a binary workbook (xlsb), which cannot be unpacked here: save it as xlsx or CSV and choose that file."
        ]],
    );
    let mut empty = Workbook::new();
    empty.add_worksheet();
    check(
        "a.xlsx",
        &empty.save_to_buffer().unwrap(),
        expect![[
            "a.xlsx holds no table (every sheet is empty): choose a file that holds a CSV file, a workbook or JSON records."
        ]],
    );
}

/// Whether it is refused as too big, and within two seconds.
fn check_bomb(name: &str, bytes: &[u8]) {
    let start = Instant::now();
    let said = told(name, bytes);
    let spent = start.elapsed();
    let start: String = said.chars().take(200).collect();
    assert!(
        said.contains("unpacks to more than 100 MB"),
        "{name}: {start}"
    );
    assert!(spent < Duration::from_secs(2), "{name} took {spent:?}");
}

#[test]
fn bombs_end_in_a_sentence() {
    let zeros = vec![b'0'; 200 << 20];
    let gzip = gzipped(&zeros);
    check_bomb("a.csv.gz", &gzip);
    let member = ("a.csv", zeros.as_slice());
    check_bomb("a.zip", &zipped(&[member]));
    check_bomb("a.zip", &zipped(&[("a.csv.gz", &gzip)]));
    drop(zeros);
    // One cell at each end of a sheet.
    let row = |r: u32| format!("<row r='{r}'><c r='A{r}'><v>1</v></c></row>");
    let rows: String = (1..=20_000).map(row).collect();
    let sheet = format!(
        "<worksheet><sheetData>{rows}<row><c r='XFD30000'><v>1</v></c></row></sheetData></worksheet>"
    );
    check_bomb("a.xlsx", &bare_workbook(&sheet));
    // One cell that stands for all.
    let content = "<office:document-content><table:table table:name='S'><table:table-row table:number-rows-repeated='1000000'>\
        <table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='16000'/></table:table-row>\
        </table:table></office:document-content>";
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
    let sheet = zipped(&[("mimetype", mimetype), ("content.xml", content.as_bytes())]);
    check_bomb("a.ods", &sheet);
    // A key of its own for each of many records.
    let records: String = (0..35_000).map(|i| format!("{{\"k{i}\":1}}\n")).collect();
    check_bomb("a.jsonl", records.as_bytes());
    let many: Vec<(String, &[u8])> = (0..10_001)
        .map(|i| (format!("{i}.csv"), b"a".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    check(
        "a.zip",
        &zipped_by(CompressionMethod::Stored, &many),
        expect![[
            "a.zip holds 10001 files, and at most 10000 are looked at: pack only the tables and choose it again."
        ]],
    );
}

#[test]
fn truncated_files_never_panic() {
    for (name, bytes) in [
        ("a.xls", golden("sheets.xls")),
        ("a.ods", golden("sheets.ods")),
        ("a.xlsx", workbook()),
        ("a.gz", gzipped(b"a,b\n1,2\n")),
        (
            "a.json",
            b"[{\"a\":\"\\u00e4\\n\",\"b\":[1,{\"c\":null}]}]".to_vec(),
        ),
    ] {
        for end in 0..bytes.len().min(3000) {
            drop(unpack(name, &bytes[..end]));
        }
    }
}

/// Text that has the marks of JSON and XML more often than chance has.
fn marked() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just("{"),
            Just("}"),
            Just("["),
            Just("]"),
            Just("\""),
            Just(":"),
            Just(","),
            Just("\\"),
            Just("\\u"),
            Just("d83d"),
            Just("1"),
            Just("e"),
            Just("-"),
            Just("null"),
            Just(" "),
            Just("\n"),
            Just("ä"),
            Just("<"),
            Just(">"),
            Just("/"),
            Just("="),
            Just("'"),
            Just("&"),
            Just("&#x41;"),
            Just("row"),
            Just("c "),
            Just("v"),
            Just("r"),
            Just("A1"),
            Just("t"),
            Just("<sheetData>"),
            Just("</sheetData>"),
            Just("<table:table>"),
            Just("<table:table-row>"),
            Just("<table:table-cell "),
            Just("<![CDATA["),
            Just("]]>"),
            Just("<!--"),
            Just("text:p"),
            Just("number-columns-repeated")
        ],
        0..60,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_give_parts_or_a_sentence(bytes in proptest::collection::vec(any::<u8>(), 0..400), magic in 0_usize..6) {
        let magic: &[u8] = [b"".as_slice(), b"PK\x03\x04", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"[{", b"{\""][magic];
        let bytes = [magic, &bytes].concat();
        let _ = container(&bytes, "a.json");
        drop(unpack("a.json", &bytes));
    }

    #[test]
    fn any_marks_give_parts_or_a_sentence(text in marked()) {
        drop(unpack("a.json", text.as_bytes()));
        drop(unpack("a.json", format!("[{{\"a\":{text}").as_bytes()));
        drop(unpack("a.xlsx", &bare_workbook(&format!("<sheetData>{text}</sheetData>"))));
        let content = format!("<table:table table:name='a'>{text}</table:table></office:document-content>");
        let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
        drop(unpack("a.ods", &zipped(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])));
    }

    #[test]
    fn changed_bytes_give_parts_or_a_sentence(at in any::<prop::sample::Index>(), new in proptest::collection::vec(any::<u8>(), 1..9), file in 0_usize..5) {
        let (name, mut bytes) = match file {
            0 => ("a.xls", golden("sheets.xls")),
            1 => ("a.xls", golden("long.xls")),
            2 => ("a.ods", golden("sheets.ods")),
            3 => ("a.xlsx", golden("locked.xlsx")),
            _ => ("a.zip", zipped(&[("a.csv", b"a,b\n1,2\n"), ("b.json", b"[{\"a\":1}]")])),
        };
        let at = at.index(bytes.len());
        let end = bytes.len().min(at + new.len());
        bytes[at..end].copy_from_slice(&new[..end - at]);
        let start = Instant::now();
        drop(unpack(name, &bytes));
        prop_assert!(start.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn changed_members_give_parts_or_a_sentence(at in any::<prop::sample::Index>(), new in any::<[u8; 3]>(), which in any::<prop::sample::Index>()) {
        use std::io::Read;
        for bytes in [workbook(), golden("sheets.ods")] {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            let mut members = Vec::new();
            for i in 0..archive.len() {
                let mut member = archive.by_index(i).unwrap();
                let mut bytes = Vec::new();
                member.read_to_end(&mut bytes).unwrap();
                members.push((member.name().unwrap().into_owned(), bytes));
            }
            let which = which.index(members.len());
            let bytes = &mut members[which].1;
            if bytes.len() > 3 {
                let at = at.index(bytes.len() - 3);
                bytes[at..at + 3].copy_from_slice(&new);
            }
            let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            drop(unpack("a.xlsx", &zipped(&members)));
        }
    }

    #[test]
    fn cells_come_back_as_they_were(rows in proptest::collection::vec(proptest::collection::vec("[a-z ,;\"\n\r\täß☃]{0,6}", 3), 1..6)) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let mut wanted = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                // A mark in the corners keeps the used range whole; carriage returns become what XML makes of them.
                let text = format!("|{}", cell.replace('\r', ""));
                sheet.write(row as u32, column as u16, &text).unwrap();
                wanted.push(text);
            }
        }
        let text = only("a.xlsx", &book.save_to_buffer().unwrap());
        let mut csv = csv_core::ReaderBuilder::new().build();
        let (mut cells, mut ends) = (vec![0; 4096], vec![0; 64]);
        let (mut rest, mut found) = (text.as_bytes(), Vec::new());
        loop {
            let (result, read, _, many) = csv.read_record(rest, &mut cells, &mut ends);
            rest = &rest[read..];
            let mut from = 0;
            for end in &ends[..many] {
                found.push(String::from_utf8(cells[from..*end].to_vec()).unwrap());
                from = *end;
            }
            if matches!(result, csv_core::ReadRecordResult::End) {
                break;
            }
        }
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn the_page_and_the_unpacker_agree_on_what_a_container_is() {
    for (name, bytes) in [
        ("a.xls", golden("sheets.xls")),
        ("a.ods", golden("sheets.ods")),
        ("a.xlsx", workbook()),
    ] {
        assert_eq!(
            container(&bytes[..4096.min(bytes.len())], name),
            Some(Container::Workbook)
        );
        assert_eq!(
            container(&bytes[..4096.min(bytes.len())], "a.csv"),
            Some(Container::Workbook)
        );
    }
}
