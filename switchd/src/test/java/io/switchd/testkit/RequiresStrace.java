package io.switchd.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that run a program under strace where that cannot be done, and says so. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresStrace.Condition.class)
public @interface RequiresStrace {

    /** Asks the system. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
            final Optional<String> whyNot = Strace.whyNot();
            if (whyNot.isEmpty()) {
                return ConditionEvaluationResult.enabled("strace");
            }
            final String reason = "skipped: " + whyNot.get();
            System.out.println(reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
