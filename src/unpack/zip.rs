//! Members of a zip archive (PKWARE APPNOTE 6.3), by the list at its end.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::budget::{Budget, MOST_MEMBERS};
use super::bytes::{Bytes, from, wide};
use super::error::UnpackError;
use super::open::damaged;

/// A zip archive.
pub(super) struct Zip<'a> {
    bytes: &'a [u8],
    /// The members in the order of the list.
    pub members: Vec<Member>,
}

/// One member.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Its path, with slashes.
    pub path: String,
    is_locked: bool,
    method: u16,
    sum: u32,
    packed: u64,
    length: u64,
    at: u64,
}

impl Member {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl<'a> Zip<'a> {
    /// Reads the list of members.
    pub fn open(name: &str, bytes: &'a [u8]) -> Result<Self, UnpackError> {
        let list = List::find(bytes)
            .ok_or_else(|| damaged(name, "the list of its files, which ends it, is missing"))?;
        if list.members > MOST_MEMBERS {
            return Err(UnpackError::TooMany {
                file: name.into(),
                members: list.members,
                most: MOST_MEMBERS,
            });
        }
        let mut zip = Self {
            bytes,
            members: Vec::new(),
        };
        let mut fields = usize::try_from(list.at)
            .ok()
            .and_then(|at| from(bytes, at))
            .unwrap_or(Bytes(&[]));
        for _ in 0..list.members {
            let member = member(&mut fields, list.shift)
                .ok_or_else(|| damaged(name, "the list of its files breaks off"))?;
            zip.members.push(member);
        }
        Ok(zip)
    }

    /// The member with this path, whatever the case of its letters.
    fn member(&self, path: &str) -> Option<&Member> {
        let is_it = |member: &&Member| member.path.eq_ignore_ascii_case(path);
        self.members.iter().find(is_it)
    }

    /// Whether there is a member with this path.
    pub fn holds(&self, path: &str) -> bool {
        self.member(path).is_some()
    }

    /// A member as text; marks of replacement stand for what is none.
    pub fn text(&self, name: &str, path: &str, budget: &mut Budget) -> Result<String, UnpackError> {
        let member = self
            .member(path)
            .ok_or_else(|| damaged(name, "a part that it names is missing"))?;
        let bytes = self.read(name, member, budget)?;
        let text = match bytes.first_chunk() {
            Some([0xff, 0xfe]) => wide(
                bytes
                    .chunks_exact(2)
                    .map(|b| u16::from_le_bytes([b[0], b[1]])),
            ),
            Some([0xfe, 0xff]) => wide(
                bytes
                    .chunks_exact(2)
                    .map(|b| u16::from_be_bytes([b[0], b[1]])),
            ),
            _ => {
                return Ok(String::from_utf8(bytes)
                    .unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned()));
            }
        };
        Ok(text)
    }

    /// The bytes of a member, held to its length and checksum.
    pub fn read(
        &self,
        name: &str,
        member: &Member,
        budget: &mut Budget,
    ) -> Result<Vec<u8>, UnpackError> {
        let file = || format!("{name}, {}", member.path);
        if member.is_locked {
            return Err(UnpackError::LockedArchive { file: file() });
        }
        let packed = self
            .packed(member)
            .ok_or_else(|| damaged(&file(), "its bytes lie outside the archive"))?;
        let bytes = match member.method {
            0 => {
                budget.take(name, packed.len())?;
                packed.to_vec()
            }
            8 => inflated(DeflateDecoder::new(packed), &file(), budget)?,
            _ => {
                return Err(UnpackError::Unsupported {
                    file: file(),
                    what: "packed in an unusual way",
                    advice: "unpack it yourself and choose the file inside",
                });
            }
        };
        let mut crc = Crc::new();
        crc.update(&bytes);
        if crc.sum() != member.sum || bytes.len() as u64 != member.length {
            return Err(damaged(&file(), "its checksum does not fit"));
        }
        Ok(bytes)
    }

    fn packed(&self, member: &Member) -> Option<&'a [u8]> {
        let mut local = from(self.bytes, usize::try_from(member.at).ok()?)?;
        let head = local.take(30)?;
        if !head.starts_with(b"PK\x03\x04") {
            return None;
        }
        let mut lengths = from(head, 26)?;
        let (name, extra) = (lengths.u16()?, lengths.u16()?);
        local.take(usize::from(name) + usize::from(extra))?;
        local.take(usize::try_from(member.packed).ok()?)
    }
}

/// Everything a reader gives, as far as the budget reaches.
pub(super) fn inflated(
    mut reader: impl Read,
    file: &str,
    budget: &mut Budget,
) -> Result<Vec<u8>, UnpackError> {
    let mut bytes = Vec::new();
    let mut slice = vec![0; 64 << 10];
    loop {
        let read = reader
            .read(&mut slice)
            .map_err(|_| damaged(file, "its packed bytes make no sense"))?;
        if read == 0 {
            bytes.shrink_to_fit();
            return Ok(bytes);
        }
        budget.take(file, read)?;
        bytes.extend_from_slice(&slice[..read]);
    }
}

/// Where the list of members stands.
struct List {
    members: u64,
    at: u64,
    /// Bytes before the archive, as in one that unpacks itself.
    shift: u64,
}

impl List {
    fn find(bytes: &[u8]) -> Option<Self> {
        // The end has a comment of at most 64 KB behind it.
        let from_byte = bytes.len().saturating_sub(22 + 65_535);
        let end = bytes
            .get(from_byte..)?
            .windows(4)
            .rposition(|window| window == b"PK\x05\x06")?
            + from_byte;
        let mut fields = from(bytes, end + 10)?;
        let mut members = u64::from(fields.u16()?);
        let mut length = u64::from(fields.u32()?);
        let mut at = u64::from(fields.u32()?);
        let mut ends = end as u64;
        let is_large = members == 0xffff || length == 0xffff_ffff || at == 0xffff_ffff;
        if let Some(large) = is_large.then(|| Self::large(bytes, end)).flatten() {
            (members, length, at, ends) = large;
        }
        let shift = ends.checked_sub(length)?.checked_sub(at)?;
        Some(Self {
            members,
            at: at + shift,
            shift,
        })
    }

    /// The same from the end of an archive with 64-bit numbers: members, length and place of the list, and its end.
    fn large(bytes: &[u8], end: usize) -> Option<(u64, u64, u64, u64)> {
        let mut pointer = from(bytes, end.checked_sub(20)?)?;
        if pointer.take(4)? != b"PK\x06\x07" {
            return None;
        }
        pointer.take(4)?;
        let ends = pointer.u64()?;
        let mut fields = from(bytes, usize::try_from(ends).ok()?)?;
        if fields.take(4)? != b"PK\x06\x06" {
            return None;
        }
        fields.take(28)?;
        Some((fields.u64()?, fields.u64()?, fields.u64()?, ends))
    }
}

/// One entry of the list.
fn member(fields: &mut Bytes<'_>, shift: u64) -> Option<Member> {
    if fields.take(4)? != b"PK\x01\x02" {
        return None;
    }
    fields.take(4)?;
    let flags = fields.u16()?;
    let method = fields.u16()?;
    fields.take(4)?;
    let sum = fields.u32()?;
    let (mut packed, mut length) = (u64::from(fields.u32()?), u64::from(fields.u32()?));
    let lengths = (fields.u16()?, fields.u16()?, fields.u16()?);
    fields.take(8)?;
    let mut at = u64::from(fields.u32()?);
    let name = fields.take(usize::from(lengths.0))?;
    let mut extra = Bytes(fields.take(usize::from(lengths.1))?);
    fields.take(usize::from(lengths.2))?;
    while let (Some(kind), Some(size)) = (extra.u16(), extra.u16()) {
        let mut field = Bytes(extra.take(usize::from(size))?);
        if kind == 1 {
            for number in [&mut length, &mut packed, &mut at] {
                if *number == 0xffff_ffff {
                    *number = field.u64()?;
                }
            }
        }
    }
    let path = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        // Without a mark of UTF-8, names are in the letters of the first PCs.
        Err(_) => name.iter().map(|byte| dos(*byte)).collect(),
    };
    Some(Member {
        path: path.replace('\\', "/"),
        is_locked: flags & 1 != 0,
        method,
        sum,
        packed,
        length,
        at: at.checked_add(shift)?,
    })
}

/// Code page 437.
fn dos(byte: u8) -> char {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    match byte.checked_sub(0x80) {
        Some(at) => UPPER
            .chars()
            .nth(usize::from(at))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        None => char::from(byte),
    }
}
