using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Where the parts of a sparse gradient lie: inputs 1 and 2 of both backward operations.</summary>
internal sealed unsafe class PooledGradientSlots(Node node, PlanBuilder plan)
{
    private readonly Slot _gradients = plan[node.Inputs[1]], _places = plan[node.Inputs[2]];

    public PooledGradient In(Frame frame) => new(frame[_gradients], (int*)frame[_places]);

    public IEnumerable<Access> Reads(Partition partition)
    {
        yield return Access.Read(_gradients, partition);
        yield return Access.Read(_places, partition);
    }
}
