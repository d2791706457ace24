package io.switchd.control;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who clients are, as the kernel noted it when they connected (SO_PEERCRED). The platform tells a user's name, for which
 * it looks through the machine's list of users, each time; what it is the name of is looked up once for each. That list
 * may be a server somewhere that does not answer, so all of it happens on a thread of its own. When many connect it is asked of
 * all together: to wake that thread for each would take longer than to let a client in.
 */
final class Peers implements AutoCloseable {

    private static final int MAX_NAMES = 1_000;
    private static final int NOBODY = -1;

    private final ToIntFunction<String> uidOf;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(new DefaultThreadFactory("peers", true));
    /** Of the event loop, which has not handed them over yet. */
    private final List<Question> questions = new ArrayList<>();
    /** Of the thread. */
    private final Map<String, Integer> uids = new HashMap<>();

    /** @param uidOf the uid of a user's name, or of its digits when it has no name; -1 when nobody has it */
    Peers(final ToIntFunction<String> uidOf) {
        this.uidOf = uidOf;
    }

    /** A connection of which is asked who its client is. */
    private record Question(Channel connection, IntConsumer then) { }

    /**
     * Finds out who the client of a connection is. Called by the event loop of all connections.
     *
     * @param then is told the uid, to be read without a sign, or -1 when it is not known, on that event loop
     */
    void identify(final Channel connection, final IntConsumer then) {
        questions.add(new Question(connection, then));
        if (questions.size() == 1) {
            connection.eventLoop().execute(this::ask);
        }
    }

    private void ask() {
        final List<Question> asked = List.copyOf(questions);
        questions.clear();
        thread.execute(() -> answer(asked));
    }

    private void answer(final List<Question> asked) {
        final int[] answers = asked.stream().mapToInt(question -> uid(question.connection())).toArray();
        try {
            asked.get(0).connection().eventLoop().execute(() -> {
                for (int i = 0; i < answers.length; i++) {
                    asked.get(i).then().accept(answers[i]);
                }
            });
        } catch (final RejectedExecutionException e) {
            // the daemon ends, and its connections with it
            asked.forEach(question -> question.connection().close());
        }
    }

    private int uid(final Channel connection) {
        final SocketOption<UnixDomainPrincipal> option = ExtendedSocketOptions.SO_PEERCRED;
        final UnixDomainPrincipal peer;
        try {
            peer = connection.config().getOption(NioChannelOption.of(option));
        } catch (final ChannelException e) {
            return NOBODY;
        }
        if (peer == null) {
            return NOBODY;
        }
        if (uids.size() == MAX_NAMES) {
            uids.clear();
        }
        return uids.computeIfAbsent(peer.user().getName(), uidOf::applyAsInt);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
