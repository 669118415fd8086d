namespace Fashion.Keras.Graph;

/// <summary>What can be applied to tensors: a layer or model.</summary>
internal interface IApplicable;
