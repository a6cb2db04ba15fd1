//! Long lists of numbers as one run of bytes in a message: `#[serde(with = "crate::codes::packed")]`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// A number of known size.
pub(crate) trait Packed: Copy {
    /// Its bytes, the lowest first.
    type Bytes: AsRef<[u8]> + for<'b> TryFrom<&'b [u8]>;
    fn to(self) -> Self::Bytes;
    fn from(bytes: Self::Bytes) -> Self;
}

macro_rules! packed {
    ($($number:ty),*) => {$(
        impl Packed for $number {
            type Bytes = [u8; size_of::<$number>()];
            fn to(self) -> Self::Bytes {
                self.to_le_bytes()
            }
            fn from(bytes: Self::Bytes) -> Self {
                <$number>::from_le_bytes(bytes)
            }
        }
    )*};
}
packed!(u8, u16, u32, u64);

pub(crate) fn serialize<T: Packed, S: Serializer>(numbers: &[T], to: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(size_of_val(numbers));
    for number in numbers {
        bytes.extend_from_slice(number.to().as_ref());
    }
    to.serialize_bytes(&bytes)
}

pub(crate) fn deserialize<'d, T: Packed, D: Deserializer<'d>>(from: D) -> Result<Vec<T>, D::Error> {
    struct Bytes<T>(PhantomData<T>);
    impl<T: Packed> Visitor<'_> for Bytes<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "numbers of {} bytes", size_of::<T>())
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            let numbers = bytes.chunks(size_of::<T>());
            let read = |bytes| T::Bytes::try_from(bytes).map(<T as Packed>::from);
            numbers
                .map(|bytes| read(bytes).map_err(|_| E::invalid_length(bytes.len(), &self)))
                .collect()
        }
    }
    from.deserialize_bytes(Bytes(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Lists {
        #[serde(with = "crate::codes::packed")]
        one: Vec<u8>,
        #[serde(with = "crate::codes::packed")]
        two: Vec<u16>,
        #[serde(with = "crate::codes::packed")]
        eight: Vec<u64>,
    }

    #[test]
    fn lists_cross_as_their_bytes_and_come_back() {
        let lists = Lists {
            one: vec![1, 255],
            two: vec![],
            eight: vec![u64::MAX, 7],
        };
        let bytes = postcard::to_stdvec(&lists).unwrap();
        assert_eq!(bytes.len(), 1 + 2 + 1 + 1 + 16);
        assert_eq!(postcard::from_bytes::<Lists>(&bytes), Ok(lists));
        assert!(postcard::from_bytes::<Lists>(&[1, 1, 3, 0, 0, 0, 0]).is_err());
    }
}
