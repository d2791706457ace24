package io.switchd.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that make network namespaces when that is not allowed here, and says so. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRoot.Condition.class)
public @interface RequiresRoot {

    /** Asks the system once. */
    final class Condition implements ExecutionCondition {

        private static final String REASON = reason();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
            return REASON.isEmpty() ? ConditionEvaluationResult.enabled("root") : ConditionEvaluationResult.disabled(REASON);
        }

        private static String reason() {
            try {
                final Result result = Commands.run("unshare", "--net", "--mount", "true");
                if (result.exitCode() == 0) {
                    return "";
                }
                final String reason = "skipped: network and mount namespaces cannot be made here, run as root (" + result.stderr().trim() + ")";
                System.out.println(reason);
                return reason;
            } catch (final RuntimeException e) {
                return "skipped: unshare of util-linux cannot be run (" + e.getMessage() + ")";
            }
        }
    }
}
