package io.switchd.host;

import io.switchd.manage.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A transaction that is to be there whole or not at all, what has to be there before it, and what takes it back. */
enum Scene {

    PLUG(List.of(bridge(false)), List.of(plug("ns1", "192.0.2.1/24")), List.of(unplug())),
    /** Into a namespace that somebody else made. */
    PLUG_THEIRS(List.of(bridge(false)), List.of(plug("theirs", "192.0.2.1/24")), List.of(unplug())),
    UNPLUG(List.of(bridge(false), plug("ns1", "192.0.2.1/24")), List.of(unplug()), List.of(plug("ns1", "192.0.2.1/24"))),
    UNPLUG_THEIRS(List.of(bridge(false), plug("theirs", "192.0.2.1/24")), List.of(unplug()), List.of(plug("theirs", "192.0.2.1/24"))),
    /** The pair of a plug is made anew in another namespace. */
    PLUG_OTHERWISE(List.of(bridge(false), plug("ns1", "192.0.2.1/24")), List.of(otherwise("ns2", "192.0.2.2/24")), List.of(otherwise("ns1", "192.0.2.1/24"))),
    ADD_VETH(List.of(namespace()), List.of(veth(Optional.of("ns1"))), List.of(noVeth())),
    ADD_VETH_HERE(List.of(), List.of(veth(Optional.empty())), List.of(noVeth())),
    DEL_VETH(List.of(veth(Optional.empty())), List.of(noVeth()), List.of(veth(Optional.empty()))),
    ADD_NETNS(List.of(), List.of(namespace()), List.of(noNamespace())),
    /** The first name of a namespace since boot. */
    ADD_FIRST_NETNS(List.of(), List.of(namespace()), List.of(noNamespace())),
    DEL_NETNS(List.of(namespace()), List.of(noNamespace()), List.of(namespace())),
    ADD_BR(List.of(), List.of(bridge(true)), List.of(noBridge())),
    DEL_BR(List.of(bridge(true), plug("ns1", "192.0.2.1/24")), List.of(noBridge()), List.of(bridge(true), plug("ns1", "192.0.2.1/24"))),
    /** A pair in a namespace that the same call makes. */
    ADD_NETNS_AND_VETH(List.of(), List.of(namespace(), veth(Optional.of("ns1"))), List.of(noVeth(), noNamespace())),
    MANY(List.of(), List.of(bridge(true), plug("ns1", "192.0.2.1/24"), veth(Optional.of("theirs"))), List.of(noBridge(), noVeth())),
    /** The start after a boot: all that is configured is made. */
    START(List.of(bridge(true), plug("ns1", "192.0.2.1/24"), veth(Optional.of("theirs"))), List.of(), List.of());

    private final List<Command> before;
    private final List<Command> commands;
    private final List<Command> back;

    Scene(final List<Command> before, final List<Command> commands, final List<Command> back) {
        this.before = before;
        this.commands = commands;
        this.back = back;
    }

    List<Command> before() {
        return before;
    }

    List<Command> commands() {
        return commands;
    }

    List<Command> back() {
        return back;
    }

    /** What the program is told. */
    String word() {
        return this == START ? "start" : "do";
    }

    private static Command bridge(final boolean local) {
        return new Command.AddBridge("br", Map.of("local", local), false);
    }

    private static Command noBridge() {
        return new Command.DelBridge("br", false);
    }

    private static Command plug(final String netns, final String address) {
        return new Command.Plug("br", netns, Optional.of("p1"), Optional.empty(), List.of(address, "2001:db8::1/64"), Optional.empty(), Optional.of(1_400),
            List.of("192.0.2.254", "2001:db8::fe"), Map.of("tag", 7));
    }

    private static Command otherwise(final String netns, final String address) {
        final Map<String, Object> plug = Map.of("netns", netns, "device", "eth0", "addresses", List.of(address));
        return new Command.Apply(List.of(Map.of("name", "br", "local", false, "ports", List.of(Map.of("name", "p1", "tag", 7, "plug", plug)))), false);
    }

    private static Command unplug() {
        return new Command.Unplug(Optional.empty(), "p1", false);
    }

    private static Command namespace() {
        return new Command.AddNetns("ns1", false);
    }

    private static Command noNamespace() {
        return new Command.DelNetns("ns1", false);
    }

    private static Command veth(final Optional<String> netns) {
        return new Command.AddVeth("v1", "v2", netns, Optional.empty(), false);
    }

    private static Command noVeth() {
        return new Command.DelVeth("v1", false);
    }
}
