package dev.atom.benchmarks.rules;

import java.util.BitSet;

/** An engine whose rules do something when they fire. */
abstract class SinkContender implements Contender {
  final Sink sink = new Sink();

  /** Lets all rules that match fire into the sink. */
  abstract void fire(Object prepared) throws Exception;

  @Override
  public final int match(Object prepared) throws Exception {
    fire(prepared);
    return sink.take();
  }

  @Override
  public final BitSet matches(Object prepared) throws Exception {
    sink.note();
    fire(prepared);
    return sink.noted();
  }
}
