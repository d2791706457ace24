package io.switchd.linux.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Commands;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Result;
import io.switchd.testkit.Sandbox;
import org.junit.jupiter.api.Test;

/** The host answers on a device, does not while the filter hangs there, and does again when it is gone. */
@RequiresRoot
class IngressDropTest {

    private static int ping() {
        final Result result = Commands.run("ip", "netns", "exec", "guest", "ping", "-c", "1", "-W", "1", "10.0.0.1");
        return result.exitCode();
    }

    @Test
    void theHostSeesNothingWhileTheFilterIsThere() throws Exception {
        Sandbox.run(() -> {
            Commands.run("ip", "netns", "add", "guest").ok();
            Commands.run("ip", "link", "add", "outer", "type", "veth", "peer", "name", "inner", "netns", "guest").ok();
            Commands.run("ip", "address", "add", "10.0.0.1/24", "dev", "outer").ok();
            Commands.run("ip", "link", "set", "outer", "up").ok();
            Commands.run("ip", "-n", "guest", "address", "add", "10.0.0.2/24", "dev", "inner").ok();
            Commands.run("ip", "-n", "guest", "link", "set", "inner", "up").ok();
            assertEquals(0, ping());
            final int index = Integer.parseInt(Commands.run("ip", "-o", "link", "show", "outer").ok().stdout().split(":")[0]);
            try (IngressDrop drop = new IngressDrop()) {
                final IngressDrop.Link link = drop.attach(index);
                assertEquals(1, ping());
                link.close();
                assertEquals(0, ping());
            }
            return null;
        });
    }
}
