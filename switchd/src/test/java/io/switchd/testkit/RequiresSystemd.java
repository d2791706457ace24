package io.switchd.testkit;

import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that ask systemd's own tools about a unit file where there are none, and says so. Nothing has to run systemd. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresSystemd.Condition.class)
public @interface RequiresSystemd {

    /** Asks the system. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
            try {
                Commands.run("systemd-analyze", "--version").ok();
                return ConditionEvaluationResult.enabled("systemd-analyze");
            } catch (final UncheckedIOException e) {
                final String reason = "skipped: systemd-analyze cannot be run, apt-get install systemd (" + e.getMessage() + ")";
                System.out.println(reason);
                return ConditionEvaluationResult.disabled(reason);
            }
        }
    }
}
