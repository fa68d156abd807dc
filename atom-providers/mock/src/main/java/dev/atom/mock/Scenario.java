package dev.atom.mock;

import java.util.Locale;

/**
 * Bad days of a provider, ready to be played. Each answers {@code POST /v1/chat/completions} in
 * OpenAI's form; put its faults on exchanges of your own with {@link ReplayServer.Builder#faults}.
 */
public enum Scenario {
  /** From 10 s on, for 60 s, every connection is refused. */
  OUTAGE,
  /** The first stream is cut, the second reset, the third ends without its last event. */
  STREAM_CUT,
  /** The first call gets no header, the second no body, the third a stream that stops. */
  STALL,
  /** Seven streams of garbage, HTML, JSON, a wrong type, a huge line, nothing; then a good one. */
  GARBAGE,
  /** 10 s of status 503, 10 s of good answers, and so on. */
  FLAPPING,
  /** From 10 s on, for 30 s, status 429 with a wait of 30 s. */
  RATE_LIMIT_WAVE,
  /** Keys that begin with {@code rejected} get status 401, all others an answer. */
  REJECTED_KEY;

  String resource() {
    return "scripts/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
  }
}
