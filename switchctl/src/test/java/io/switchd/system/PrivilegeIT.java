package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Lab;
import io.switchd.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A daemon without a privilege that it needs says which one and what for, in a sentence, and makes nothing. */
@RequiresRoot
class PrivilegeIT {

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void refusesToStart(final String capability, final String... setpriv) throws IOException {
        final Path output = lab.directory().resolve("log");
        final Path runDirectory = lab.directory().resolve("run");
        final List<String> command = new ArrayList<>(List.of("setpriv"));
        command.addAll(List.of(setpriv));
        command.addAll(List.of(Daemon.program("switchd"), "--run-dir", runDirectory.toString(), "--no-state"));
        assertEquals(1, Daemon.waitFor(lab.start(output, command.toArray(String[]::new))));
        assertEquals(1, Files.readString(output).lines().count(), Files.readString(output));
        assertTrue(Files.readString(output).startsWith("switchd: " + capability + " is missing, which switchd needs to "),
            Files.readString(output));
        assertTrue(Files.notExists(runDirectory));
    }

    @Test
    void eachCapabilityThatIsMissingIsNamedWithItsReason() throws IOException {
        refusesToStart("CAP_NET_ADMIN", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin");
        refusesToStart("CAP_NET_RAW", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw");
        refusesToStart("CAP_SYS_ADMIN", "--bounding-set", "-sys_admin", "--inh-caps", "-sys_admin");
    }

    @Test
    void aUserWhoIsNotRootIsToldToBe() throws IOException {
        refusesToStart("CAP_NET_ADMIN", "--reuid", "65534", "--regid", "65534", "--clear-groups");
    }
}
