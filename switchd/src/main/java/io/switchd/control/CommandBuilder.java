package io.switchd.control;

import io.switchd.manage.Command;
import io.switchd.protocol.CommandSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the {@link Command} of a method out of parameters that the command table has checked. */
final class CommandBuilder {

    private static final Map<String, Function<CommandBuilder, Command>> BUILDERS = new HashMap<>();

    static {
        BUILDERS.put("add-br", p -> new Command.AddBridge(p.text("bridge"), p.settings(), p.flag(CommandSpec.MAY_EXIST)));
        BUILDERS.put("del-br", p -> new Command.DelBridge(p.text("bridge"), p.flag(CommandSpec.IF_EXISTS)));
        BUILDERS.put("list-br", p -> new Command.ListBridges());
        BUILDERS.put("br-exists", p -> new Command.BridgeExists(p.text("bridge")));
        BUILDERS.put("add-port", p -> new Command.AddPort(p.text("bridge"), p.text("port"), p.settings(), p.flag(CommandSpec.MAY_EXIST)));
        BUILDERS.put("del-port", p -> new Command.DelPort(p.optional("bridge"), p.text("port"), p.flag(CommandSpec.IF_EXISTS)));
        BUILDERS.put("list-ports", p -> new Command.ListPorts(p.text("bridge")));
        BUILDERS.put("port-to-br", p -> new Command.PortToBridge(p.text("port")));
        BUILDERS.put("set", p -> p.isBridge() ? new Command.SetBridge(p.text("name"), p.settings()) : new Command.SetPort(p.text("name"), p.settings()));
        BUILDERS.put("get", p -> p.isBridge() ? new Command.GetBridge(p.text("name"), p.optional("key"))
            : new Command.GetPort(p.text("name"), p.optional("key")));
        BUILDERS.put("clear", p -> p.isBridge() ? new Command.ClearBridge(p.text("name"), p.list("keys"))
            : new Command.ClearPort(p.text("name"), p.list("keys")));
        BUILDERS.put("show", p -> new Command.Show(p.optional("bridge")));
        BUILDERS.put("netns.add", p -> new Command.AddNetns(p.text("name"), p.flag(CommandSpec.MAY_EXIST)));
        BUILDERS.put("netns.del", p -> new Command.DelNetns(p.text("name"), p.flag(CommandSpec.IF_EXISTS)));
        BUILDERS.put("netns.list", p -> new Command.ListNetns());
        BUILDERS.put("netns.attach", p -> new Command.AttachNetns(p.text("name"), p.whole("pid").orElseThrow(), p.flag(CommandSpec.MAY_EXIST)));
        BUILDERS.put("netns.pids", p -> new Command.NetnsPids(p.text("name")));
        BUILDERS.put("netns.identify", p -> new Command.IdentifyNetns(p.whole("pid")));
        BUILDERS.put("netns.move", p -> new Command.MoveToNetns(p.text("device"), p.text("name")));
        BUILDERS.put("add-veth", p -> new Command.AddVeth(p.text("device"), p.text("peer"), p.optional("netns"), p.optional("peer-mac"),
            p.flag(CommandSpec.MAY_EXIST)));
        BUILDERS.put("del-veth", p -> new Command.DelVeth(p.text("device"), p.flag(CommandSpec.IF_EXISTS)));
        BUILDERS.put("plug", p -> new Command.Plug(p.text("bridge"), p.text("netns"), p.optional("port"), p.optional("dev"), p.list("addr"),
            p.optional("mac"), p.number("mtu"), p.list("gw"), p.settings()));
        BUILDERS.put("unplug", p -> new Command.Unplug(p.optional("bridge"), p.text("port"), p.flag(CommandSpec.IF_EXISTS)));
        BUILDERS.put("fdb.show", p -> new Command.FdbShow(p.optional("bridge")));
        BUILDERS.put("fdb.page", p -> new Command.FdbPage(p.optional("bridge"), p.optional("from")));
        BUILDERS.put("fdb.add", p -> new Command.FdbAdd(p.text("bridge"), p.text("mac"), p.text("port"), p.number("vlan"), p.flag("sticky"),
            p.flag(CommandSpec.MAY_EXIST)));
        BUILDERS.put("fdb.del", p -> new Command.FdbDel(p.text("bridge"), p.text("mac"), p.number("vlan"), p.flag(CommandSpec.IF_EXISTS)));
        BUILDERS.put("fdb.flush", p -> new Command.FdbFlush(p.optional("bridge"), p.optional("port"), p.number("vlan")));
        BUILDERS.put("fdb.stats", p -> new Command.FdbStats(p.text("bridge")));
        BUILDERS.put("stats", p -> new Command.Stats(p.optional("name")));
        BUILDERS.put("stats.reset", p -> new Command.StatsReset());
        BUILDERS.put("status", p -> new Command.Status());
        BUILDERS.put("apply", p -> new Command.Apply(p.params.get("configuration"), p.flag(CommandSpec.PRUNE)));
        BUILDERS.put("export", p -> new Command.Export());
        BUILDERS.put("history", p -> new Command.History());
        BUILDERS.put("rollback", p -> new Command.Rollback(p.whole("generation")));
    }

    private final Map<String, Object> params;

    private CommandBuilder(final Map<String, Object> params) {
        this.params = params;
    }

    static Command build(final CommandSpec spec, final Map<String, Object> params) {
        return BUILDERS.get(spec.method()).apply(new CommandBuilder(params));
    }

    private String text(final String name) {
        return (String) params.get(name);
    }

    private Optional<String> optional(final String name) {
        return Optional.ofNullable(text(name));
    }

    /** A number that does not fit an int becomes one that no range allows. */
    private Optional<Integer> number(final String name) {
        return Optional.ofNullable((Number) params.get(name)).map(number -> (int) Math.max(-1, Math.min(number.longValue(), Integer.MAX_VALUE)));
    }

    private Optional<Long> whole(final String name) {
        return Optional.ofNullable((Number) params.get(name)).map(Number::longValue);
    }

    private boolean flag(final String name) {
        return Boolean.TRUE.equals(params.get(name));
    }

    private boolean isBridge() {
        return text("kind").equals("bridge");
    }

    private List<String> list(final String name) {
        final Object values = params.get(name);
        if (values instanceof String) {
            return List.of((String) values);
        }
        return values == null ? List.of() : ((List<?>) values).stream().map(String.class::cast).collect(Collectors.toUnmodifiableList());
    }

    private Map<String, Object> settings() {
        final Map<String, Object> settings = new HashMap<>();
        final Object values = params.get("settings");
        if (values != null) {
            ((Map<?, ?>) values).forEach((key, value) -> settings.put(key.toString(), value));
        }
        return settings;
    }
}
