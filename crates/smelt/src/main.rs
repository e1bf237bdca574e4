//! `smelt`: the command line of the ahead-of-time compiler. The only crate that prints.

mod cli;
mod config;
mod diagnostics;
mod publish;
mod repro;
mod timing;
mod torture;
mod vm_calls;
mod why;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match cli::expand_response_files(std::env::args_os()) {
        Ok(args) => args,
        Err(e) => {
            diagnostics::error("smelt", e.code, &e.text);
            return ExitCode::FAILURE;
        }
    };
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 1 } else { 0 });
        }
    };
    let result = match &cli.command {
        Command::Compile(options) => publish::publish(options),
        Command::Why { member, options } => why::why(member, options),
        Command::Torture(options) => torture::torture(options),
        Command::VmCalls { options } => vm_calls::vm_calls(options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            diagnostics::error(&e.origin, e.code, &e.text);
            ExitCode::FAILURE
        }
    }
}
