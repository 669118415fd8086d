namespace Fashion.Keras;

/// <summary>Which of several out-of-vocabulary indices a whole number gets.</summary>
public enum OovMethod
{
    /// <summary>The remainder of the number by the number of indices.</summary>
    FloorMod,

    /// <summary>A hash of its digits, which spreads numbers evenly whatever they have in common.</summary>
    FarmHash,
}
