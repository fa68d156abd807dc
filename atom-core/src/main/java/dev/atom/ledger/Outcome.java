package dev.atom.ledger;

/** How an attempt at a model ended. */
public enum Outcome {
  /** The model answered. */
  ANSWERED,

  /** There was no whole reply; the record has the failure's code. */
  FAILED,

  /** The caller had enough: the call was cancelled or its stream closed before the end. */
  CANCELLED,

  /** Another attempt of the same call was faster, and this one was given up. */
  HEDGED,

  /** Nothing was asked: the reply came out of a cache, and costs nothing. */
  CACHE_HIT
}
