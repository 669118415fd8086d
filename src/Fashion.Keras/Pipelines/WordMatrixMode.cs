namespace Fashion.Keras;

/// <summary>What stands in the place of a word in the rows that a <see cref="Tokenizer"/> makes of texts.</summary>
public enum WordMatrixMode
{
    /// <summary>1 where the text has the word.</summary>
    Binary,

    /// <summary>How often the text has it.</summary>
    Count,

    /// <summary>How often, divided by the number of words of the text.</summary>
    Freq,

    /// <summary>(1 + log count) times log(1 + texts / (1 + texts with the word)).</summary>
    TfIdf,
}
