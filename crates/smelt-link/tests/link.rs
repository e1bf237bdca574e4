//! Links small programs, runs them and looks at the files.

use std::path::{Path, PathBuf};
use std::process::Command;

use object::read::elf::ElfFile64;
use object::{Object, ObjectSection, ObjectSymbol};
use smelt_link::{LinkError, LinkRequest, LinkerChoice, LinkerFlavor, Strip, Target, link};

fn compile(folder: &Path, name: &str, source: &str) -> PathBuf {
    let input = folder.join(format!("{name}.c"));
    let output = folder.join(format!("{name}.o"));
    std::fs::write(&input, source).unwrap();
    let status = Command::new("clang-22")
        .args([
            "-c",
            "-g",
            "-O1",
            "-fPIE",
            "-ffreestanding",
            "-fno-stack-protector",
        ])
        .arg("-o")
        .args([&output, &input])
        .status()
        .expect("clang-22 is installed by `cargo xtask setup`");
    assert!(status.success());
    output
}

fn hello(folder: &Path) -> LinkRequest {
    let mut request = LinkRequest::new(Target::LinuxX64, folder.join("out/hello"));
    request.objects = vec![compile(folder, "hello", include_str!("programs/hello.c"))];
    request
}

fn output_of(program: &Path, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Names in a folder, sorted.
fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_program_runs_and_its_symbols_are_split_off() {
    let folder = tempfile::tempdir().unwrap();
    let request = hello(folder.path());
    let result = link(&request).unwrap();
    assert_eq!(output_of(&result.output, &[]), "first\n");
    assert_eq!(output_of(&result.output, &["x"]), "second\n");
    assert_eq!(listing(&folder.path().join("out")), ["hello", "hello.dbg"]);

    let data = std::fs::read(&result.output).unwrap();
    assert_eq!(result.size, data.len() as u64);
    let elf = ElfFile64::<object::Endianness>::parse(&*data).unwrap();
    assert!(elf.section_by_name(".symtab").is_none());
    assert!(elf.section_by_name(".debug_info").is_none());
    let (name, crc) = elf.gnu_debuglink().unwrap().unwrap();
    assert_eq!(name, b"hello.dbg");

    let debug = std::fs::read(result.debug_output.unwrap()).unwrap();
    let elf = ElfFile64::<object::Endianness>::parse(&*debug).unwrap();
    assert!(elf.section_by_name(".debug_info").is_some());
    assert!(
        elf.section_by_name(".text")
            .unwrap()
            .data()
            .unwrap()
            .is_empty()
    );
    assert!(elf.symbols().any(|s| s.name() == Ok("run")));
    assert_eq!(crc, object_crc(&debug));
}

/// CRC-32 bit by bit.
fn object_crc(data: &[u8]) -> u32 {
    !data.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            (c >> 1) ^ if c & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

#[test]
fn every_way_to_link_gives_a_program_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let choice = |program: Option<&str>, flavor: Option<&str>| LinkerChoice {
        program: program.map(str::to_string),
        flavor: flavor.map(LinkerFlavor::from_name),
    };
    for (linker, self_relocate) in [
        (choice(None, None), true),
        (choice(None, None), false),
        (choice(None, Some("bfd")), true),
        (choice(Some("clang-22"), Some("lld")), true),
        (choice(Some("ld.lld-22"), None), true),
        (choice(Some("gcc"), None), true),
        (choice(Some("clang-22"), Some("bfd")), true),
    ] {
        let name = format!("{linker:?}");
        let mut request = hello(folder.path());
        request.linker = linker;
        request.self_relocate = self_relocate;
        match link(&request) {
            Ok(result) => assert_eq!(output_of(&result.output, &[]), "first\n", "{name}"),
            // GNU tools aren't part of the set-up.
            Err(LinkError::NoLinker { .. }) if name.contains("gcc") || name.contains("bfd") => {}
            Err(e) => panic!("{name}: {e}"),
        }
    }
}

#[test]
fn the_executable_needs_libc_only_and_an_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let result = link(&hello(folder.path())).unwrap();
    let data = std::fs::read(&result.output).unwrap();
    let text = String::from_utf8_lossy(&data);
    assert!(text.contains("libc.so.6") && !text.contains("libm.so.6"));
    assert!(text.contains("GLIBC_2.2.5") && !text.contains("GLIBC_2.34"));
    assert!(!text.contains(folder.path().to_str().unwrap()));
}

#[test]
fn two_links_give_identical_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = hello(folder.path());
    let first = link(&request).unwrap();
    request.output = folder.path().join("again/hello");
    let second = link(&request).unwrap();
    let read = |path: &Path| std::fs::read(path).unwrap();
    assert!(read(&first.output) == read(&second.output));
    assert!(read(&first.debug_output.unwrap()) == read(&second.debug_output.unwrap()));
}

#[test]
fn unresolved_symbols_are_listed_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let source = "void frob(void); void stat(void); void _start(void) { frob(); stat(); }";
    for flavor in ["lld", "bfd"] {
        let mut request = LinkRequest::new(Target::LinuxX64, folder.path().join("new/out"));
        request.objects = vec![compile(folder.path(), "unresolved", source)];
        request.linker.flavor = Some(LinkerFlavor::from_name(flavor));
        let error = match link(&request) {
            Err(LinkError::NoLinker { .. }) if flavor == "bfd" => continue,
            other => other.unwrap_err(),
        };
        assert_eq!(error.code(), "SMELT2003");
        assert_eq!(
            error.to_string(),
            "2 unresolved symbols: `frob`, `stat (only in glibc 2.33 and later)`"
        );
        assert_eq!(listing(folder.path()), ["unresolved.c", "unresolved.o"]);
    }
}

#[test]
fn many_inputs_go_through_a_response_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = hello(folder.path());
    let long = folder.path().join("a folder with spaces ".repeat(8));
    std::fs::create_dir(&long).unwrap();
    let empty = compile(&long, "empty", "");
    for i in 0..400 {
        let copy = long.join(format!("empty{i}.o"));
        std::fs::copy(&empty, &copy).unwrap();
        request.objects.push(copy);
    }
    let result = link(&request).unwrap();
    assert_eq!(output_of(&result.output, &[]), "first\n");
}

#[test]
fn symbols_can_stay_or_go() {
    let folder = tempfile::tempdir().unwrap();
    for (strip, has_symbols) in [(Strip::No, true), (Strip::Discard, false)] {
        let mut request = hello(folder.path());
        request.strip = strip;
        request.output = folder.path().join(format!("{strip:?}"));
        let result = link(&request).unwrap();
        assert!(result.debug_output.is_none());
        assert!(!smelt_link::debug_path(&request.output).exists());
        let data = std::fs::read(&result.output).unwrap();
        let elf = ElfFile64::<object::Endianness>::parse(&*data).unwrap();
        assert_eq!(elf.section_by_name(".symtab").is_some(), has_symbols);
        assert_eq!(output_of(&result.output, &[]), "first\n");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = hello(folder.path());
    std::fs::write(folder.path().join("file"), "").unwrap();
    for output in ["file/out", "."] {
        request.output = folder.path().join(output);
        let error = link(&request).unwrap_err();
        assert_eq!(error.code(), "SMELT2002", "{error}");
        assert!(smelt_link::check_output(&request.output).is_err());
    }
    request.output = PathBuf::from("/proc/no/such/folder/out");
    assert_eq!(link(&request).unwrap_err().code(), "SMELT2002");
}

#[test]
fn the_linker_map_is_written_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = hello(folder.path());
    request.map = Some(folder.path().join("hello.map"));
    link(&request).unwrap();
    let map = std::fs::read_to_string(folder.path().join("hello.map")).unwrap();
    assert!(map.contains("_start"));
}
