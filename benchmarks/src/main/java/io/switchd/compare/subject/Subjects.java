package io.switchd.compare.subject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that can be compared, by the names they have on the command line, in the order they are measured. */
public final class Subjects {

    private static final Map<String, Supplier<Subject>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("direct", DirectVeth::new);
        ALL.put("bridge", KernelBridge::new);
        ALL.put("ovs", () -> new OpenVswitchNetdev(false));
        ALL.put("ovs-tso", () -> new OpenVswitchNetdev(true));
        ALL.put("vde", VdeSwitch::new);
        ALL.put("bare", BareLoop::new);
        ALL.put("switchd", Switchd::new);
    }

    private Subjects() {
    }

    public static List<String> names() {
        return new ArrayList<>(ALL.keySet());
    }

    /** A fresh one. */
    public static Subject of(final String name) {
        final Supplier<Subject> maker = ALL.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("no subject is called " + name + "; there are " + String.join(", ", ALL.keySet()));
        }
        return maker.get();
    }
}
