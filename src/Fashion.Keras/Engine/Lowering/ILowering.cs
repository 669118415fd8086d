using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>How one kind of op becomes steps of a plan.</summary>
internal interface ILowering
{
    /// <summary>Adds the steps of a node.</summary>
    void Lower(Node node, PlanBuilder plan);
}
