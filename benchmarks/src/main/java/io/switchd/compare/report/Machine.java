package io.switchd.compare.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What figures were measured on, as far as it tells something about them. */
public final class Machine {

    private static final Pattern MODEL = Pattern.compile("model name\\s*: (.*)");

    private Machine() {
    }

    public static Map<String, Object> facts() {
        final Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("processor", find("/proc/cpuinfo", MODEL));
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("load", find("/proc/loadavg", Pattern.compile("(.*)")));
        return facts;
    }

    static String summary() {
        final Map<String, Object> facts = facts();
        return facts.get("processors") + " processors (" + facts.get("processor") + "), Linux " + facts.get("kernel") + ", " + facts.get("jdk");
    }

    private static String find(final String file, final Pattern pattern) {
        try {
            final Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
            return matcher.find() ? matcher.group(1).strip() : "unknown";
        } catch (final IOException e) {
            return "unknown";
        }
    }
}
