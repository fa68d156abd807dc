package dev.atom.router.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs that lie near each other as vectors, and what tells them apart. */
class MeaningGuardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          book a table for 2                        | book a table for 4
          book a table for two                      | book a table for four
          a flight on 3 May                         | a flight on 5 May
          Is the shop open on Monday?               | Is the shop open on Tuesday?
          What was the rate on 2026-01-05?          | What was the rate on 2026-01-06?
          Send $50 to my savings                    | Send $500 to my savings
          Send $50 to my savings                    | Send €50 to my savings
          Where is order A-1001?                    | Where is order A-1002?
          Show me invoice 17                        | Show me the invoice
          cancel my order                           | don't cancel my order
          cancel my order                           | do not cancel my order
          Can I pay by card?                        | Can't I pay without card?
          Hotels with a pool                        | Hotels without a pool
          Kann ich stornieren?                      | Kann ich nicht stornieren?
          What is the weather in Paris?             | What is the weather in London?
          what is the weather in paris              | what is the weather in london
          Paris weather                             | London weather
          How far is it from Paris to London?       | How far is it from London to Paris?
          convert euros to dollars                  | convert dollars to euros
          Does the iPhone support it?               | Does the ThinkPad support it?
          Is Java 17 supported?                     | Is Java 21 supported?
          What does "open" mean?                    | What does "closed" mean?
          What does `list.add` do?                  | What does `list.set` do?
          What does list.add do?                    | What does list.set do?
          Explain the option --force                | Explain the option --quiet
          Is foo_bar deprecated?                    | Is foo_baz deprecated?
          Open https://example.com/a                | Open https://example.com/b
          Write to ann@example.com                  | Write to bob@example.com
          How do I enable the alarm?                | How do I disable the alarm?
          How do I subscribe to the letter?         | How do I unsubscribe from the letter?
          turn the light on                         | turn the light off
          When do you open?                         | When do you close?
          When do you open?                         | Where do you open?
          What is my name?                          | What is your name?
          What is the cheapest flight?              | What is the most expensive flight?
          Did you ship my parcel?                   | Will you ship my parcel?
          arrive before noon                        | arrive after noon
          buy shares today                          | sell shares today
          Show flights this week                    | Show flights next week
          cancel my order                           | cancel my last order
          What is the price?                        | What is the price tomorrow?
          Is aspirin safe for adults?               | Is aspirin safe for children?
          List the users                            | List all users
          Where is my parcel right now?             | Where has my package got to?
          Can you check my balance for me?          | Can you display my alarms for me?
          can you transfer money to my mother       | can you transfer money to my brother
          """)
  void whatMeansSomethingElseIsTold(String one, String other) {
    assertThat(MeaningGuard.difference(one, other)).isPresent();
    assertThat(MeaningGuard.difference(other, one)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          How do I reset my password?                | How can I reset my password?
          How do I reset my password?                | how would I reset my password, please?
          What are your opening hours?               | Hello, what are your opening hours
          What is the capital of France?             | what's the capital of France
          Please show me flights to Rome             | I want flights to Rome
          Tell me about the return policy            | Can you tell me about your return policy?
          Is there free parking near the hotel entrance? | Is there complimentary parking close to the hotel entrance?
          I'd like to book a table for 2 at Luigi's  | Can you book a table for 2 at Luigi's?
          Paris weather                              | the weather of paris
          I don't like this                          | I do not like this
          """)
  void paraphrasesMayPass(String one, String other) {
    boolean reordered = one.equals("Paris weather");
    assertThat(MeaningGuard.difference(one, other).isPresent()).isEqualTo(reordered);
    assertThat(MeaningGuard.difference(one, one)).isEmpty();
  }
}
