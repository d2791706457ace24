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

/** Skips tests that ask Open vSwitch where there is none, and says so. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresOpenVswitch.Condition.class)
public @interface RequiresOpenVswitch {

    /** Asks the system. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
            final Optional<String> whyNot = OpenVswitch.whyNot();
            if (whyNot.isEmpty()) {
                return ConditionEvaluationResult.enabled("ovs-vswitchd");
            }
            final String reason = "skipped: " + whyNot.get();
            System.out.println(reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
