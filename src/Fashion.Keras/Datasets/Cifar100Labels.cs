namespace Fashion.Keras.Datasets;

/// <summary>What the labels of CIFAR-100 number.</summary>
public enum Cifar100Labels
{
    /// <summary>The 100 classes.</summary>
    Fine,

    /// <summary>The 20 groups of classes.</summary>
    Coarse,
}
