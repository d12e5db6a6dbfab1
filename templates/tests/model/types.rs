//! One type of every shape, as the generator prints them.

use std::collections::BTreeMap;

use serde_json::Value;

use sdk_template::Nullable;

/// A bot.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Bot {
    /// The ID of the bot.
    pub id: String,
    /// The display name.
    pub display_name: Option<String>,
    /// When it was seen last, or null.
    pub seen_at: Option<f64>,
    /// Left alone when absent, removed when null.
    pub space_id: Nullable<String>,
    /// The key.
    pub api_key: Option<String>,
    /// The order of its lists.
    pub order: Option<Order>,
    /// The levels.
    pub levels: Option<Vec<Level>>,
    /// Free-form metadata.
    pub meta: Option<BTreeMap<String, Value>>,
    /// How often it was used.
    pub uses: Option<i64>,
    /// Whether it runs.
    pub active: Option<bool>,
    /// The parent.
    pub parent: Option<Box<Bot>>,
    /// Members that the description does not name.
    pub additional: BTreeMap<String, i64>,
}

sdk_template::record! {
    Bot requires ["id"] constant ["object" = "bot", "version" = 2, "open" = true] {
        "id" => id,
        "displayName" => display_name,
        nullable "seenAt" => seen_at,
        "spaceId" => space_id,
        secret "apiKey" => api_key,
        "order" => order,
        "levels" => levels,
        "meta" => meta,
        "uses" => uses,
        "active" => active,
        "parent" => parent,
        .. => additional,
    }
}

impl Bot {
    /// A bot with the required fields, everything else left out.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Sets [`display_name`](Self::display_name).
    pub fn display_name(mut self, display_name: impl Into<String>) -> Self {
        self.display_name = Some(display_name.into());
        self
    }

    /// Sets [`space_id`](Self::space_id).
    pub fn space_id(mut self, space_id: impl Into<Nullable<String>>) -> Self {
        self.space_id = space_id.into();
        self
    }

    /// Sets [`order`](Self::order).
    pub fn order(mut self, order: impl Into<Order>) -> Self {
        self.order = Some(order.into());
        self
    }

    /// Sets [`levels`](Self::levels).
    pub fn levels(mut self, levels: impl Into<Vec<Level>>) -> Self {
        self.levels = Some(levels.into());
        self
    }

    /// Sets [`parent`](Self::parent).
    pub fn parent(mut self, parent: Bot) -> Self {
        self.parent = Some(Box::new(parent));
        self
    }
}

/// Nothing yet.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Empty {}

sdk_template::record! {
    Empty {}
}

/// A key.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Key {
    /// The key itself.
    pub value: String,
    /// The one before, or null.
    pub previous: Option<String>,
}

sdk_template::record! {
    Key requires ["value"] {
        secret "value" => value,
        nullable secret "previous" => previous,
    }
}

/// The order of a list.
#[derive(Clone)]
#[non_exhaustive]
pub enum Order {
    /// `asc`
    Ascending,
    /// `desc`
    Descending,
    /// A value that this version of the crate does not know.
    Unknown(String),
}

sdk_template::string_enum! {
    Order {
        "asc" => Ascending,
        "desc" => Descending,
        _ => Unknown,
    }
}

/// A level.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Level {
    /// `1`
    One,
    /// `-2`
    MinusTwo,
    /// A value that this version of the crate does not know.
    Unknown(i64),
}

sdk_template::integer_enum! {
    Level {
        1 => One,
        -2 => MinusTwo,
        _ => Unknown,
    }
}

/// An event of a list.
#[derive(Clone)]
#[non_exhaustive]
pub enum BotListEvent {
    /// `item`
    Item(Box<Bot>),
    /// `result`
    Result(Value),
    /// `names`
    Names(Vec<String>),
    /// `maybe`
    Maybe(Option<Box<Bot>>),
    /// `ping`
    Ping,
    /// An event that this version of the crate does not know, as it came.
    Unknown(Value),
}

sdk_template::tagged_union! {
    BotListEvent by "type" in "data" {
        "item" => Item,
        "result" => Result,
        "names" => Names,
        "maybe" => Maybe,
        unit "ping" => Ping,
        _ => Unknown,
    }
}

/// A shape.
#[derive(Clone)]
#[non_exhaustive]
pub enum Shape {
    /// `circle`
    Circle(Box<Circle>),
    /// `group`
    Group(Box<Group>),
    /// `point`
    Point,
    /// A further union, whose tag stands beside this one.
    Solid(Solid),
    /// A shape that this version of the crate does not know, as it came.
    Unknown(Value),
}

sdk_template::tagged_union! {
    Shape by "kind" {
        "circle" => Circle,
        "group" => Group,
        unit "point" => Point,
        "solid" => Solid,
        _ => Unknown,
    }
}

/// A circle.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Circle {
    /// Its radius.
    pub radius: f64,
    /// Its kind, kept as a field.
    pub kind: String,
}

sdk_template::record! {
    Circle requires ["radius", "kind"] {
        "radius" => radius,
        "kind" => kind,
    }
}

/// Several shapes.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Group {
    /// The shapes.
    pub shapes: Vec<Shape>,
}

sdk_template::record! {
    Group requires ["shapes"] constant ["kind" = "group"] {
        "shapes" => shapes,
    }
}

/// A solid.
#[derive(Clone)]
#[non_exhaustive]
pub enum Solid {
    /// `cube`
    Cube(Box<Empty>),
    /// A solid that this version of the crate does not know, as it came.
    Unknown(Value),
}

sdk_template::tagged_union! {
    Solid by "solid" {
        "cube" => Cube,
        _ => Unknown,
    }
}

/// What a request is about.
#[derive(Clone)]
#[non_exhaustive]
pub enum Target {
    /// An image.
    Image(Box<Image>),
    /// A version of a bot.
    Version(BTreeMap<String, String>),
    /// A bot.
    Bot(Box<BotRef>),
    /// Free-form configuration.
    Configuration(Value),
    /// Names.
    Names(Vec<String>),
    /// Several targets.
    Targets(Vec<Target>),
    /// An ID.
    Id(String),
    /// An index.
    Index(i64),
    /// A weight.
    Weight(f64),
    /// A switch.
    Flag(bool),
    /// A target that this version of the crate does not know, as it came.
    Unknown(Value),
}

sdk_template::choice_union! {
    Target {
        object where "type" = "image" "v" = 1 has "url" => Image,
        object has "botId" "version" => Version,
        object has "botId" => Bot,
        object => Configuration,
        array of string => Names,
        array of object => Targets,
        string => Id,
        integer => Index,
        number => Weight,
        boolean => Flag,
        _ => Unknown,
    }
}

/// An image.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Image {
    /// Where it is.
    pub url: String,
}

sdk_template::record! {
    Image requires ["url"] constant ["type" = "image", "v" = 1] {
        "url" => url,
    }
}

/// A reference to a bot.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BotRef {
    /// The ID of the bot.
    pub bot_id: String,
}

sdk_template::record! {
    BotRef requires ["botId"] {
        "botId" => bot_id,
    }
}

/// A contact, or only its ID.
#[derive(Clone)]
#[non_exhaustive]
pub enum Contact {
    /// The ID.
    Id(Order),
    /// The contact.
    Object(Box<BotRef>),
    /// Several.
    Many(Vec<Contact>),
    /// A contact that this version of the crate does not know, as it came.
    Unknown(Value),
}

sdk_template::choice_union! {
    Contact {
        string => Id,
        object => Object,
        array => Many,
        _ => Unknown,
    }
}
