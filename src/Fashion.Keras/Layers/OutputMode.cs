namespace Fashion.Keras;

/// <summary>What layers for categories give: numbers of categories, or arrays with a place per category.</summary>
public enum OutputMode
{
    /// <summary>The number of each element's category, in the shape of the input.</summary>
    Int,

    /// <summary>An array per element, with 1 at the place of its category. A last axis of length 1 gives way to it.</summary>
    OneHot,

    /// <summary>An array per sample, with 1 at the place of every category that occurs in it.</summary>
    MultiHot,

    /// <summary>An array per sample that says how often each category occurs in it.</summary>
    Count,

    /// <summary>As <see cref="Count"/>, times the weight of the category: the rarer it is, the more it weighs.</summary>
    TfIdf,
}
