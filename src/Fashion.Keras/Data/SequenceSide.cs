namespace Fashion.Keras;

/// <summary>Where a list of numbers is filled up or cut.</summary>
public enum SequenceSide
{
    /// <summary>At its beginning.</summary>
    Pre,

    /// <summary>At its end.</summary>
    Post,
}
