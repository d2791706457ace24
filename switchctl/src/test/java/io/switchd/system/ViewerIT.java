package io.switchd.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What `switchctl` is for a user of the group that may look, and over which socket. */
class ViewerIT extends GuestTest {

    private static final String VIEWERS = "4242";

    /** Others may enter the directory of the lab, as they may enter /run. */
    @Override
    void prepareLab() {
        try {
            Files.setPosixFilePermissions(lab.directory(), PosixFilePermissions.fromString("rwx--x--x"));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    String[] daemonOptions() {
        return new String[] {"--view-group", VIEWERS};
    }

    @Test
    void aViewerSeesWhatThereIsAndIsToldWhyItChangesNothing() {
        final Path view = daemon.socket().resolveSibling("view.sock");
        for (final String look : new String[] {"show", "fdb show", "list-br -- stats", "export"}) {
            viewer(view, look).ok();
        }
        final String before = state();
        viewer(view, "list-br -- add-br x").exits(1).says("switchctl: 'add-br' is refused: this socket serves only commands that change nothing");
        viewer(daemon.socket(), "show").exits(1)
            .says("permission to use the daemon's socket " + daemon.socket() + " is denied; you may look: --socket " + view);
        assertEquals(before, state());
    }

    private Result viewer(final Path socket, final String call) {
        final List<String> words = new ArrayList<>(List.of("setpriv", "--reuid", "4101", "--regid", VIEWERS, "--clear-groups", Daemon.program("switchctl")));
        words.addAll(List.of(call.split(" ")));
        return lab.run(Map.of("SWITCHD_SOCKET", socket.toString()), "", words.toArray(String[]::new));
    }
}
