; What the code generator emits for try/catch/filter/finally, by hand.
target triple = "x86_64-pc-linux-gnu"
@mt_exception = external global i8
@mt_special = external global i8
@smelt_thread = external hidden thread_local(localexec) global [256 x i8]
@catch_exception = internal constant { i64, ptr } { i64 0, ptr @mt_exception }
@catch_special = internal constant { i64, ptr } { i64 0, ptr @mt_special }
@catch_filter = internal constant { i64, ptr } { i64 1, ptr @filter }
@catch_bad_filter = internal constant { i64, ptr } { i64 1, ptr @bad_filter }
@s_finally = private constant [8 x i8] c"finally\00"
@s_caught = private constant [7 x i8] c"caught\00"
@s_special = private constant [15 x i8] c"caught special\00"
@s_filter = private constant [7 x i8] c"filter\00"
@s_refilter = private constant [16 x i8] c"caught filtered\00"
declare i32 @smelt_personality(...)
declare void @smelt_throw(ptr) noreturn
declare void @smelt_rethrow(ptr) noreturn
declare ptr @smelt_begin_catch(ptr)
declare void @say(ptr)
declare void @say_number(i64)
declare void @say_trace(ptr)
declare ptr @new_exception(i32)
declare void @init_offsets()
declare i32 @llvm.eh.typeid.for.p0(ptr)

define void @f_thrower(i32 %special) noinline uwtable personality ptr @smelt_personality {
  %e = call ptr @new_exception(i32 %special)
  call void @smelt_throw(ptr %e)
  unreachable
}
; try { thrower } finally { say }
define void @f_middle(i32 %special) noinline uwtable personality ptr @smelt_personality {
entry:
  invoke void @f_thrower(i32 %special) to label %ok unwind label %pad
ok:
  call void @say(ptr @s_finally)
  ret void
pad:
  %lp = landingpad { ptr, i32 } cleanup
  call void @say(ptr @s_finally)
  resume { ptr, i32 } %lp
}
; try { middle } catch (Special) {..} catch (Exception) {..}
define i32 @f_catcher(i32 %special) noinline uwtable personality ptr @smelt_personality {
entry:
  invoke void @f_middle(i32 %special) to label %ok unwind label %pad
ok:
  ret i32 0
pad:
  %lp = landingpad { ptr, i32 } catch ptr @catch_special catch ptr @catch_exception
  %x = extractvalue { ptr, i32 } %lp, 0
  %sel = extractvalue { ptr, i32 } %lp, 1
  %e = call ptr @smelt_begin_catch(ptr %x)
  %id = call i32 @llvm.eh.typeid.for.p0(ptr @catch_special)
  %is = icmp eq i32 %sel, %id
  br i1 %is, label %special_, label %other
special_:
  call void @say(ptr @s_special)
  call void @say_trace(ptr %e)
  ret i32 1
other:
  call void @say(ptr @s_caught)
  ret i32 2
}
; try { middle } catch (Exception) { throw; }
define void @f_rethrower() noinline uwtable personality ptr @smelt_personality {
entry:
  invoke void @f_middle(i32 1) to label %ok unwind label %pad
ok:
  ret void
pad:
  %lp = landingpad { ptr, i32 } catch ptr @catch_exception
  %x = extractvalue { ptr, i32 } %lp, 0
  %e = call ptr @smelt_begin_catch(ptr %x)
  call void @smelt_rethrow(ptr %e)
  unreachable
}
define internal i32 @filter(ptr %e, ptr %frame) uwtable personality ptr @smelt_personality {
  call void @say(ptr @s_filter)
  %slot = getelementptr i8, ptr %frame, i64 8
  %n = load i64, ptr %slot
  call void @say_number(i64 %n)
  %m = add i64 %n, 1
  store i64 %m, ptr %slot
  ret i32 1
}
; throws: the filter is false
define internal i32 @bad_filter(ptr %e, ptr %frame) uwtable personality ptr @smelt_personality {
  call void @f_middle(i32 1)
  ret i32 1
}
; catch when (bad_filter), else catch when (filter)
define void @f_filtered(i64 %n) noinline uwtable personality ptr @smelt_personality {
entry:
  %frame = alloca { ptr, i64 }
  %head = getelementptr i8, ptr @smelt_thread, i64 80
  %old = load ptr, ptr %head
  store ptr %old, ptr %frame
  %slot = getelementptr i8, ptr %frame, i64 8
  store volatile i64 %n, ptr %slot
  store ptr %frame, ptr %head
  invoke void @f_rethrower() to label %ok unwind label %pad
ok:
  store ptr %old, ptr %head
  ret void
pad:
  %lp = landingpad { ptr, i32 } catch ptr @catch_bad_filter catch ptr @catch_filter
  %x = extractvalue { ptr, i32 } %lp, 0
  %e = call ptr @smelt_begin_catch(ptr %x)
  %old2 = load ptr, ptr %frame
  store ptr %old2, ptr %head
  call void @say(ptr @s_refilter)
  %now = load volatile i64, ptr %slot
  call void @say_number(i64 %now)
  call void @say_trace(ptr %e)
  ret void
}
define i32 @managed_main(ptr %exe, i32 %argc, ptr %argv) uwtable personality ptr @smelt_personality {
  call void @init_offsets()
  %a = call i32 @f_catcher(i32 1)
  %b = call i32 @f_catcher(i32 0)
  call void @f_filtered(i64 41)
  %u = icmp sgt i32 %argc, 0
  br i1 %u, label %die, label %done
die:
  call void @f_middle(i32 0)
  br label %done
done:
  %s = add i32 %a, %b
  ret i32 %s
}
