package io.switchd.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test of words, files and what the kernel does with devices, for which it makes no difference what Java runs it. Where
 * all tests are run on several, it may be left out of all but one ({@code -Dtest.excluded.groups=once}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("once")
public @interface Once {
}
