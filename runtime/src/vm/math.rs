//! `System.Math` and `System.MathF` over the C library.

macro_rules! unary {
    ($($symbol:ident, $symbol_f:ident: $function:ident, $function_f:ident;)*) => { $(
        #[unsafe(no_mangle)]
        pub extern "C" fn $symbol(x: f64) -> f64 {
            // SAFETY: a pure function of the C library.
            unsafe { c::$function(x) }
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn $symbol_f(x: f32) -> f32 {
            // SAFETY: as above.
            unsafe { c::$function_f(x) }
        }
    )* };
}

mod c {
    macro_rules! declare {
        ($($f:ident $g:ident)*) => { unsafe extern "C" { $( pub fn $f(x: f64) -> f64; pub fn $g(x: f32) -> f32; )* } };
    }
    declare! {
        acos acosf acosh acoshf asin asinf asinh asinhf atan atanf atanh atanhf cbrt cbrtf ceil ceilf cos cosf cosh coshf exp expf floor floorf
        log logf log2 log2f log10 log10f sin sinf sinh sinhf sqrt sqrtf tan tanf tanh tanhf
    }
    unsafe extern "C" {
        pub fn atan2(y: f64, x: f64) -> f64;
        pub fn atan2f(y: f32, x: f32) -> f32;
        pub fn pow(x: f64, y: f64) -> f64;
        pub fn powf(x: f32, y: f32) -> f32;
        pub fn fma(x: f64, y: f64, z: f64) -> f64;
        pub fn fmaf(x: f32, y: f32, z: f32) -> f32;
        pub fn modf(x: f64, integral: *mut f64) -> f64;
        pub fn modff(x: f32, integral: *mut f32) -> f32;
    }
}

/// The C library's cube root. A call by name would reach the one of `compiler_builtins`, which rounds otherwise than the C library's.
mod cube_root {
    use super::c;
    use core::ffi::CStr;
    use core::mem::transmute;
    use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

    static DOUBLE: AtomicPtr<libc::c_void> = AtomicPtr::new(core::ptr::null_mut());
    static SINGLE: AtomicPtr<libc::c_void> = AtomicPtr::new(core::ptr::null_mut());

    fn find(known: &AtomicPtr<libc::c_void>, name: &CStr) -> *mut libc::c_void {
        let mut at = known.load(Relaxed);
        if at.is_null() {
            // SAFETY: a search for a symbol, which ends at a zero.
            at = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
            known.store(at, Relaxed);
        }
        at
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn smelt_fc_Math_Cbrt(x: f64) -> f64 {
        // SAFETY: null or the C library's function of that name.
        let found: Option<unsafe extern "C" fn(f64) -> f64> =
            unsafe { transmute(find(&DOUBLE, c"cbrt")) };
        // SAFETY: a pure function.
        unsafe { found.unwrap_or(c::cbrt)(x) }
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn smelt_fc_MathF_Cbrt(x: f32) -> f32 {
        // SAFETY: null or the C library's function of that name.
        let found: Option<unsafe extern "C" fn(f32) -> f32> =
            unsafe { transmute(find(&SINGLE, c"cbrtf")) };
        // SAFETY: a pure function.
        unsafe { found.unwrap_or(c::cbrtf)(x) }
    }
}

unary! {
    smelt_fc_Math_Acos, smelt_fc_MathF_Acos: acos, acosf;
    smelt_fc_Math_Acosh, smelt_fc_MathF_Acosh: acosh, acoshf;
    smelt_fc_Math_Asin, smelt_fc_MathF_Asin: asin, asinf;
    smelt_fc_Math_Asinh, smelt_fc_MathF_Asinh: asinh, asinhf;
    smelt_fc_Math_Atan, smelt_fc_MathF_Atan: atan, atanf;
    smelt_fc_Math_Atanh, smelt_fc_MathF_Atanh: atanh, atanhf;
    smelt_fc_Math_Ceiling, smelt_fc_MathF_Ceiling: ceil, ceilf;
    smelt_fc_Math_Cos, smelt_fc_MathF_Cos: cos, cosf;
    smelt_fc_Math_Cosh, smelt_fc_MathF_Cosh: cosh, coshf;
    smelt_fc_Math_Exp, smelt_fc_MathF_Exp: exp, expf;
    smelt_fc_Math_Floor, smelt_fc_MathF_Floor: floor, floorf;
    smelt_fc_Math_Log, smelt_fc_MathF_Log: log, logf;
    smelt_fc_Math_Log2, smelt_fc_MathF_Log2: log2, log2f;
    smelt_fc_Math_Log10, smelt_fc_MathF_Log10: log10, log10f;
    smelt_fc_Math_Sin, smelt_fc_MathF_Sin: sin, sinf;
    smelt_fc_Math_Sinh, smelt_fc_MathF_Sinh: sinh, sinhf;
    smelt_fc_Math_Sqrt, smelt_fc_MathF_Sqrt: sqrt, sqrtf;
    smelt_fc_Math_Tan, smelt_fc_MathF_Tan: tan, tanf;
    smelt_fc_Math_Tanh, smelt_fc_MathF_Tanh: tanh, tanhf;
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Math_Atan2(y: f64, x: f64) -> f64 {
    // SAFETY: a pure function of the C library.
    unsafe { c::atan2(y, x) }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MathF_Atan2(y: f32, x: f32) -> f32 {
    // SAFETY: as above.
    unsafe { c::atan2f(y, x) }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Math_Pow(x: f64, y: f64) -> f64 {
    // SAFETY: as above.
    unsafe { c::pow(x, y) }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MathF_Pow(x: f32, y: f32) -> f32 {
    // SAFETY: as above.
    unsafe { c::powf(x, y) }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Math_FusedMultiplyAdd(x: f64, y: f64, z: f64) -> f64 {
    // SAFETY: as above.
    unsafe { c::fma(x, y, z) }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MathF_FusedMultiplyAdd(x: f32, y: f32, z: f32) -> f32 {
    // SAFETY: as above.
    unsafe { c::fmaf(x, y, z) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Math_ModF(x: f64, integral: *mut f64) -> f64 {
    c::modf(x, integral)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MathF_ModF(x: f32, integral: *mut f32) -> f32 {
    c::modff(x, integral)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Math_SinCos(x: f64, sin: *mut f64, cos: *mut f64) {
    *sin = c::sin(x);
    *cos = c::cos(x);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MathF_SinCos(x: f32, sin: *mut f32, cos: *mut f32) {
    *sin = c::sinf(x);
    *cos = c::cosf(x);
}
