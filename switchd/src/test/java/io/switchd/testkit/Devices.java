package io.switchd.testkit;

import io.switchd.linux.libc.LinuxException;
import io.switchd.linux.netlink.LinkInfo;
import io.switchd.linux.netlink.Links;
import java.util.List;
import java.util.Set;

/** The devices that a test has to do with. */
public final class Devices {

    /** The kernel puts these into every new namespace when the modules for tunnels are loaded, and they cannot be deleted. */
    private static final Set<String> OF_THE_KERNEL = Set.of("tunl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "sit0", "ip6tnl0", "ip6gre0");

    private Devices() {
    }

    public static boolean isOfTheKernel(final String name) {
        return OF_THE_KERNEL.contains(name);
    }

    /** In the order of their index: lo, and what was made here. */
    public static List<String> names(final Links links) throws LinuxException {
        return links.list().stream().map(LinkInfo::name).filter(name -> !isOfTheKernel(name)).toList();
    }
}
