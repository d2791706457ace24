package io.switchd.testkit;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests that make network namespaces when that is not allowed here, or when a program is missing that they use in
 * them, and says so.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRoot.Condition.class)
public @interface RequiresRoot {

    /** Asks the system once. */
    final class Condition implements ExecutionCondition {

        private static final Map<String, String> PACKAGES = Map.of("ip", "iproute2", "ss", "iproute2", "ping", "iputils-ping", "iperf3", "iperf3",
            "sysctl", "procps", "setpriv", "util-linux", "nsenter", "util-linux");
        private static final String REASON = print(reason());

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
            return REASON.isEmpty() ? ConditionEvaluationResult.enabled("root") : ConditionEvaluationResult.disabled(REASON);
        }

        private static String reason() {
            try {
                final Result result = Commands.run("unshare", "--net", "--mount", "true");
                return result.exitCode() == 0 ? missing()
                    : "skipped: network and mount namespaces cannot be made here, run as root (" + result.stderr().trim() + ")";
            } catch (final RuntimeException e) {
                return "skipped: unshare of util-linux cannot be run (" + e.getMessage() + ")";
            }
        }

        private static String missing() {
            final Set<String> packages = new TreeSet<>();
            PACKAGES.forEach((program, name) -> {
                if (!isInstalled(program)) {
                    packages.add(name);
                }
            });
            return packages.isEmpty() ? "" : "skipped: programs are missing, run apt-get install " + String.join(" ", packages);
        }

        private static boolean isInstalled(final String program) {
            return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        }

        private static String print(final String reason) {
            if (!reason.isEmpty()) {
                System.out.println(reason);
            }
            return reason;
        }
    }
}
