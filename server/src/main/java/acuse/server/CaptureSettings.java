package acuse.server;

import acuse.server.capture.CaptureConfig;

/**
 * What a command line wants to be captured.
 *
 * @param file where it goes
 */
record CaptureSettings(OutputFile file, CaptureConfig config) {}
