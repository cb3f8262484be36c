package acuse.server;

import acuse.server.config.ServerConfig;
import java.time.Duration;

/**
 * What a command line asks of the {@code server} program.
 *
 * @param config the server to start
 * @param quiet whether neither sessions nor messages are shown
 * @param drainDelay how long it still serves after SIGTERM
 */
record ServerSettings(ServerConfig config, boolean quiet, Duration drainDelay) {}
