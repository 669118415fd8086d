namespace Fashion.Keras.Datasets;

/// <summary>Which rows of the California housing data are used.</summary>
public enum CaliforniaHousingVersion
{
    /// <summary>All 20,640.</summary>
    Large,

    /// <summary>The first 600.</summary>
    Small,
}
