//! What was answered last: whoever takes a filter away asks again what was asked before.

use std::collections::VecDeque;

/// Answers by what they answer, the latest at the end.
#[derive(Debug)]
pub struct Recall<Q, A> {
    known: VecDeque<(Q, A, usize)>,
    /// How much all of them weigh together, and may at most.
    weight: usize,
    most: usize,
    /// How often something was forgotten.
    age: u32,
}

impl<Q: PartialEq, A: Clone> Recall<Q, A> {
    /// Nothing yet, and at most so much.
    pub fn new(most: usize) -> Self {
        Self {
            known: VecDeque::new(),
            weight: 0,
            most,
            age: 0,
        }
    }

    /// What was answered to this, if it is still known.
    pub fn get(&mut self, question: &Q) -> Option<A> {
        let place = self
            .known
            .iter()
            .position(|(known, ..)| known == question)?;
        let found = self.known.remove(place)?;
        let answer = found.1.clone();
        self.known.push_back(found);
        Some(answer)
    }

    /// Keeps an answer of this weight; what was asked for longest ago goes for it. One that weighs more than all may is not kept.
    pub fn keep(&mut self, question: Q, answer: A, weight: usize) {
        self.remove(|known| *known == question);
        if weight > self.most {
            return;
        }
        self.weight += weight;
        self.known.push_back((question, answer, weight));
        while self.weight > self.most {
            let Some((.., weight)) = self.known.pop_front() else {
                return;
            };
            self.weight -= weight;
        }
    }

    /// How often something was forgotten: an answer that was on its way then is none to keep.
    pub fn age(&self) -> u32 {
        self.age
    }

    /// Forgets the answers to some questions.
    pub fn forget(&mut self, is: impl Fn(&Q) -> bool) {
        self.age += 1;
        self.remove(is);
    }

    fn remove(&mut self, is: impl Fn(&Q) -> bool) {
        self.known.retain(|(question, ..)| !is(question));
        self.weight = self.known.iter().map(|(.., weight)| weight).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_last_is_known_up_to_a_weight() {
        let mut recall = Recall::new(10);
        recall.keep("a", 1, 4);
        recall.keep("b", 2, 4);
        assert_eq!((recall.get(&"a"), recall.get(&"c")), (Some(1), None));
        // The one that was asked for longest ago goes.
        recall.keep("c", 3, 4);
        assert_eq!(
            [recall.get(&"a"), recall.get(&"b"), recall.get(&"c")],
            [Some(1), None, Some(3)]
        );
        recall.keep("d", 4, 11);
        assert_eq!([recall.get(&"a"), recall.get(&"d")], [Some(1), None]);
        // Another answer stands for the one before, and frees its weight.
        recall.keep("a", 5, 6);
        assert_eq!([recall.get(&"a"), recall.get(&"c")], [Some(5), Some(3)]);
        assert_eq!(recall.age(), 0);
        recall.forget(|known| *known == "a");
        assert_eq!(recall.age(), 1);
        assert_eq!([recall.get(&"a"), recall.get(&"c")], [None, Some(3)]);
    }
}
