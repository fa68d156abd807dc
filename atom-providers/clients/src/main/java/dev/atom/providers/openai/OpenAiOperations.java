package dev.atom.providers.openai;

import dev.atom.model.EmbeddingModel;
import dev.atom.model.ImageModel;
import dev.atom.model.ModerationModel;
import dev.atom.model.PromptCounter;
import dev.atom.providers.Batches;
import dev.atom.providers.Profile;
import dev.atom.providers.Protocol;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.KeyProbe;
import dev.atom.providers.wire.ModelList;
import dev.atom.providers.wire.Operations;
import dev.atom.providers.wire.PathProbe;
import dev.atom.speech.SpeechModel;
import dev.atom.speech.SpeechToText;

/** What OpenAI's protocols have words for. */
public final class OpenAiOperations {
  private OpenAiOperations() {}

  /** Returns the operations of a server. */
  public static Operations of(Profile profile) {
    Habits habits = new Habits(profile);
    Dialect chat =
        profile.protocol() == Protocol.OPENAI_RESPONSES
            ? new ResponsesDialect(habits)
            : new ChatDialect(habits);
    return Operations.NONE
        .chat(chat)
        .with(EmbeddingModel.class, OpenAiEmbeddings::new)
        .with(SpeechToText.class, OpenAiTranscription::new)
        .with(SpeechModel.class, OpenAiSpeech::new)
        .with(ModerationModel.class, OpenAiModeration::new)
        .with(ImageModel.class, OpenAiImages::new)
        .with(Batches.class, (client, ref) -> new OpenAiBatches(client, ref, chat))
        .with(PromptCounter.class, OpenAiPromptCounter::new)
        .with(ModelList.class, OpenAiModels::new)
        .with(KeyProbe.class, (client, ref) -> new PathProbe(client, ref, OpenAiErrors::read));
  }
}
