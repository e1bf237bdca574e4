//! What an executable links to.

/// The shared libraries that a 64-bit little-endian ELF executable needs (`DT_NEEDED`), without running anything.
pub fn needed_libraries(image: &[u8]) -> Option<Vec<String>> {
    let u16_at = |at: usize| Some(u16::from_le_bytes(*image.get(at..)?.first_chunk()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(*image.get(at..)?.first_chunk()?));
    let u64_at = |at: usize| Some(u64::from_le_bytes(*image.get(at..)?.first_chunk()?) as usize);
    let headers = u64_at(32)?;
    let count = usize::from(u16_at(56)?);
    // (type, file offset, address, file size)
    let segments: Vec<(u32, usize, usize, usize)> = (0..count)
        .map(|i| headers + i * 56)
        .map(|at| {
            Some((
                u32_at(at)?,
                u64_at(at + 8)?,
                u64_at(at + 16)?,
                u64_at(at + 32)?,
            ))
        })
        .collect::<Option<_>>()?;
    let (_, dynamic, _, size) = *segments.iter().find(|s| s.0 == 2)?; // PT_DYNAMIC
    let entries: Vec<(usize, usize)> = (0..size / 16)
        .map(|i| Some((u64_at(dynamic + i * 16)?, u64_at(dynamic + i * 16 + 8)?)))
        .collect::<Option<_>>()?;
    let strings = entries.iter().find(|e| e.0 == 5)?.1; // DT_STRTAB
    let (_, offset, address, _) = segments.iter().copied().find(|&(kind, _, address, size)| {
        kind == 1 && (address..address + size).contains(&strings) // PT_LOAD
    })?;
    let strings = image.get(strings - address + offset..)?;
    let needed = entries.iter().filter(|e| e.0 == 1); // DT_NEEDED
    needed
        .map(|&(_, name)| {
            let tail = strings.get(name..)?;
            let end = tail.iter().position(|b| *b == 0)?;
            Some(String::from_utf8_lossy(&tail[..end]).into_owned())
        })
        .collect()
}
