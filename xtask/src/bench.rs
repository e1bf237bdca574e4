use crate::shell::Result;
pub fn run() -> Result {
    Err("todo".into())
}
