//! A ZIP archive without compression (APPNOTE.TXT 4.3), which is all that a NuGet package in a local feed needs.

/// An archive under construction.
#[derive(Default)]
pub struct Zip {
    data: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    /// Adds a file.
    pub fn add(&mut self, name: &str, contents: &[u8]) {
        let offset = self.data.len() as u32;
        let mut common = Vec::new();
        common.extend(10u16.to_le_bytes()); // version needed
        common.extend((1u16 << 11).to_le_bytes()); // names are UTF-8
        common.extend([0; 2]); // stored
        // 1 January 1980, so that equal contents give equal packages.
        common.extend([0, 0, 0x21, 0]);
        common.extend(crc32(contents).to_le_bytes());
        common.extend((contents.len() as u32).to_le_bytes());
        common.extend((contents.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]); // extra field length

        self.data.extend(b"PK\x03\x04");
        self.data.extend(&common);
        self.data.extend(name.as_bytes());
        self.data.extend(contents);

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend([20, 0]); // made by: FAT, version 2.0
        self.directory.extend(&common);
        self.directory.extend([0; 10]); // comment length, disk, attributes
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
    }

    /// The bytes of the archive.
    pub fn finish(mut self) -> Vec<u8> {
        let offset = self.data.len() as u32;
        let size = self.directory.len() as u32;
        self.data.append(&mut self.directory);
        self.data.extend(b"PK\x05\x06");
        self.data.extend([0; 4]); // disks
        self.data.extend(self.count.to_le_bytes());
        self.data.extend(self.count.to_le_bytes());
        self.data.extend(size.to_le_bytes());
        self.data.extend(offset.to_le_bytes());
        self.data.extend([0; 2]); // comment length
        self.data
    }
}

/// CRC-32 as in ISO 3309, eight bytes at a time.
fn crc32(data: &[u8]) -> u32 {
    let mut tables = [[0u32; 256]; 8];
    tables[0] = std::array::from_fn(|byte| {
        (0..8).fold(byte as u32, |crc, _| {
            (crc >> 1) ^ if crc & 1 != 0 { 0xedb8_8320 } else { 0 }
        })
    });
    for table in 1..8 {
        tables[table] = std::array::from_fn(|byte| {
            let previous = tables[table - 1][byte];
            (previous >> 8) ^ tables[0][(previous & 0xff) as usize]
        });
    }
    let mut crc = !0u32;
    let (chunks, rest) = data.as_chunks::<8>();
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk) ^ u64::from(crc);
        crc = (0..8).fold(0, |sum, i| {
            sum ^ tables[7 - i][(word >> (8 * i) & 0xff) as usize]
        });
    }
    for byte in rest {
        crc = (crc >> 8) ^ tables[0][usize::from(crc as u8 ^ byte)];
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc_is_the_standard_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn an_archive_lists_its_files() {
        let mut zip = Zip::default();
        zip.add("a/b.txt", b"hello");
        zip.add("c", b"");
        let bytes = zip.finish();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        let end = &bytes[bytes.len() - 22..];
        assert_eq!(&end[..4], b"PK\x05\x06");
        assert_eq!(end[10], 2);
        let directory = u32::from_le_bytes([end[16], end[17], end[18], end[19]]) as usize;
        assert_eq!(&bytes[directory..directory + 4], b"PK\x01\x02");
    }
}
