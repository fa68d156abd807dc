package dev.atom.router;

import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import java.util.function.Function;

/** Targets that always do the same. */
final class TestTargets {
  static final ModelRef FIRST = new ModelRef("one", "first");
  static final ModelRef SECOND = new ModelRef("two", "second");
  static final ModelRef THIRD = new ModelRef("three", "third");

  private TestTargets() {}

  static MockModel replying(ModelRef ref, MockReply reply) {
    return MockModel.newBuilder().model(ref).otherwise(request -> reply).build();
  }

  static MockModel saying(ModelRef ref, String text) {
    return replying(ref, MockReply.text(text));
  }

  static MockModel failing(ModelRef ref, Function<Failure, ModelException> failure) {
    return replying(ref, MockReply.failure(facts -> failure.apply(facts.build())));
  }
}
