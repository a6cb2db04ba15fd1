//! Long lists of numbers as one run of bytes in a message: `#[serde(with = "crate::codes::packed")]`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// A number of known size.
pub(crate) trait Packed: Copy {
    /// The bytes of numbers, the lowest of each first.
    fn write(numbers: &[Self]) -> Vec<u8>;
    /// The numbers of bytes; none where a number is cut off.
    fn read(bytes: &[u8]) -> Option<Vec<Self>>;
}

macro_rules! packed {
    ($($number:ty),*) => {$(
        impl Packed for $number {
            fn write(numbers: &[Self]) -> Vec<u8> {
                let mut bytes = vec![0; size_of_val(numbers)];
                for (bytes, number) in bytes.as_chunks_mut().0.iter_mut().zip(numbers) {
                    *bytes = number.to_le_bytes();
                }
                bytes
            }
            fn read(bytes: &[u8]) -> Option<Vec<Self>> {
                let (numbers, rest) = bytes.as_chunks();
                let read = |bytes: &_| <$number>::from_le_bytes(*bytes);
                rest.is_empty().then(|| numbers.iter().map(read).collect())
            }
        }
    )*};
}
packed!(u8, u16, u32, u64);

pub(crate) fn serialize<T: Packed, S: Serializer>(numbers: &[T], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(&T::write(numbers))
}

pub(crate) fn deserialize<'d, T: Packed, D: Deserializer<'d>>(from: D) -> Result<Vec<T>, D::Error> {
    struct Bytes<T>(PhantomData<T>);
    impl<T: Packed> Visitor<'_> for Bytes<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "numbers of {} bytes", size_of::<T>())
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            T::read(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))
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
