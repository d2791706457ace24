package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import io.switchd.testkit.Once;
import io.switchd.testkit.RequiresRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first thing that people run. */
@RequiresRoot
@Once
class DemoIT {

    @Test
    void theDemoLeavesNothingBehindBesideWhatWasThereBefore() {
        try (Lab lab = new Lab()) {
            lab.run("ip", "link", "add", "tunl0", "type", "veth", "peer", "name", "sit0").ok();
            final String before = lab.run("ip", "-o", "link").stdout();
            final String output = lab.run(Path.of(Daemon.program("switchd")).resolveSibling("../demo").toString(), "inside").ok().stdout();
            assertTrue(output.contains("no device, no namespace and no file is left"), output);
            assertEquals(before, lab.run("ip", "-o", "link").stdout());
        }
    }
}
