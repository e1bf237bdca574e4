//! The sort of CoreLib's `Array.Sort(keys, items)`, which is not stable: it decides which of several enum members with the same value comes
//! first, and so what `ToString` prints.

/// Up to so many elements are sorted by insertion.
const SMALL: usize = 16;

/// Sorts by key.
pub(crate) fn sort<T: Copy>(members: &mut [(u64, T)]) {
    if members.len() > 1 {
        intro_sort(members, 2 * (members.len().ilog2() + 1));
    }
}

fn intro_sort<T: Copy>(mut part: &mut [(u64, T)], mut depth: u32) {
    while part.len() > 1 {
        match part.len() {
            2 => return order(part, 0, 1),
            3 => {
                order(part, 0, 1);
                order(part, 0, 2);
                return order(part, 1, 2);
            }
            n if n <= SMALL => return insertion_sort(part),
            _ if depth == 0 => return heap_sort(part),
            _ => {}
        }
        depth -= 1;
        let pivot = partition(part);
        let (left, right) = part.split_at_mut(pivot);
        intro_sort(&mut right[1..], depth);
        part = left;
    }
}

/// Swaps two elements if the first is the greater one.
fn order<T>(part: &mut [(u64, T)], i: usize, j: usize) {
    if part[i].0 > part[j].0 {
        part.swap(i, j);
    }
}

/// Partitions around the median of the first, middle and last element; returns where it ends up.
fn partition<T>(part: &mut [(u64, T)]) -> usize {
    let last = part.len() - 1;
    let middle = last / 2;
    order(part, 0, middle);
    order(part, 0, last);
    order(part, middle, last);
    let pivot = part[middle].0;
    part.swap(middle, last - 1);
    let (mut left, mut right) = (0, last - 1);
    while left < right {
        while left < last - 1 {
            left += 1;
            if pivot <= part[left].0 {
                break;
            }
        }
        while right > 0 {
            right -= 1;
            if pivot >= part[right].0 {
                break;
            }
        }
        if left >= right {
            break;
        }
        part.swap(left, right);
    }
    part.swap(left, last - 1);
    left
}

fn insertion_sort<T: Copy>(part: &mut [(u64, T)]) {
    for i in 1..part.len() {
        let element = part[i];
        let mut at = i;
        while at > 0 && element.0 < part[at - 1].0 {
            part[at] = part[at - 1];
            at -= 1;
        }
        part[at] = element;
    }
}

fn heap_sort<T: Copy>(part: &mut [(u64, T)]) {
    let n = part.len();
    for i in (1..=n / 2).rev() {
        sift_down(part, i, n);
    }
    for i in (2..=n).rev() {
        part.swap(0, i - 1);
        sift_down(part, 1, i - 1);
    }
}

/// `i` counts from one.
fn sift_down<T: Copy>(part: &mut [(u64, T)], mut i: usize, n: usize) {
    let element = part[i - 1];
    while i <= n / 2 {
        let mut child = 2 * i;
        if child < n && part[child - 1].0 < part[child].0 {
            child += 1;
        }
        if element.0 >= part[child - 1].0 {
            break;
        }
        part[i - 1] = part[child - 1];
        i = child;
    }
    part[i - 1] = element;
}
