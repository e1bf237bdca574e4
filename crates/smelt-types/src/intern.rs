//! Append-only arenas with deduplication, and maps that many threads fill.

use std::hash::{BuildHasher, BuildHasherDefault, Hash};
use std::sync::Mutex;

use hashbrown::{HashMap, HashTable};
use rustc_hash::FxHasher;

pub(crate) type FxBuild = BuildHasherDefault<FxHasher>;
pub(crate) type FxMap<K, V> = HashMap<K, V, FxBuild>;

const SHARDS: usize = 32;

/// Hash of a key, the same in every run.
pub(crate) fn hash_of<T: Hash + ?Sized>(value: &T) -> u64 {
    FxBuild::default().hash_one(value)
}

/// The shard of a hash: bits that the tables inside a shard use least.
fn shard_of(hash: u64) -> usize {
    (hash >> 32) as usize % SHARDS
}

/// Entries by number; equal keys get the same number.
pub(crate) struct Interner<E> {
    arena: boxcar::Vec<E>,
    shards: [Mutex<HashTable<(u64, u32)>>; SHARDS],
}

impl<E> Interner<E> {
    pub fn new() -> Self {
        Interner {
            arena: boxcar::Vec::new(),
            shards: std::array::from_fn(|_| Mutex::new(HashTable::new())),
        }
    }

    /// Number of the entry with this hash for which `same` holds; made by `make` when there is none. `make` must not intern here.
    pub fn intern(&self, hash: u64, same: impl Fn(&E) -> bool, make: impl FnOnce() -> E) -> u32 {
        let mut shard = lock(&self.shards[shard_of(hash)]);
        if let Some(&(_, id)) = shard.find(hash, |&(h, id)| h == hash && same(self.get(id))) {
            return id;
        }
        let id = self.arena.push(make()) as u32;
        shard.insert_unique(hash, (hash, id), |&(h, _)| h);
        id
    }

    #[inline]
    pub fn get(&self, id: u32) -> &E {
        &self.arena[id as usize]
    }
}

/// A map from small keys to small values that any thread may fill; values are recomputed rather than waited for.
pub(crate) struct Cache<K, V> {
    shards: [Mutex<FxMap<K, V>>; SHARDS],
}

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            shards: std::array::from_fn(|_| Mutex::new(FxMap::default())),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        lock(&self.shards[shard_of(hash_of(key))]).get(key).cloned()
    }

    pub fn insert(&self, key: K, value: V) {
        lock(&self.shards[shard_of(hash_of(&key))]).insert(key, value);
    }
}

/// Locks; data stays usable when another thread panicked, since all updates are single insertions.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
