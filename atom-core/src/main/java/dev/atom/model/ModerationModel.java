package dev.atom.model;

import dev.atom.CallContext;

/**
 * A model that judges what harm texts and pictures do. It refuses nothing by itself: what follows
 * from its judgement is the host's decision.
 *
 * <p>Implementations are thread-safe, hold no key and block, as those of {@link ChatModel} do.
 */
public interface ModerationModel {
  /**
   * Returns which model judges.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Judges inputs. A provider that takes fewer at once is asked several times; if one of these calls
   * fails, so does the whole.
   *
   * @param request the inputs
   * @param context for whom, and how long it may take
   * @return one judgement for each input, in the same order
   * @throws ModelException if a judgement is missing
   */
  Moderations moderate(ModerationRequest request, CallContext context);

  /**
   * Judges one text for the default tenant without a deadline.
   *
   * @param text not blank
   * @return the judgement
   * @throws ModelException if there is none
   */
  default Moderation moderate(String text) {
    return moderate(ModerationRequest.of(text), CallContext.create()).results().get(0);
  }
}
