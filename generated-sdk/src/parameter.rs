//! A parameter as the description declares it: its place, its style, its media type.

pub(crate) mod escape;
pub(crate) mod style;

pub use style::Style;

/// A declared parameter: where it stands in a request and how its value is written there.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    style: Option<Style>,
    explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) optional: bool,
    pub(crate) content: Option<&'static str>,
}

/// The four places of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Header,
    Cookie,
    Path,
}

impl Parameter {
    const fn new(name: &'static str, place: Place) -> Self {
        Self {
            name,
            place,
            style: None,
            explode: None,
            allow_reserved: false,
            optional: false,
            content: None,
        }
    }

    /// A parameter of the query string.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Place::Query)
    }

    /// A parameter in a header.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Place::Header)
    }

    /// A parameter in the cookie header.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Place::Cookie)
    }

    /// A parameter of the path template.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path)
    }

    /// How arrays and objects are laid out.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Whether the elements of an array or object stand on their own instead of in one value.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = Some(explode);
        self
    }

    /// Reserved characters are sent as they are; in a path this is how a value may hold slashes.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// An empty value leaves its path segment out instead of being refused.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The value is written in this media type (`application/json`) instead of a style.
    #[must_use]
    pub const fn content(mut self, media_type: &'static str) -> Self {
        self.content = Some(media_type);
        self
    }

    /// The style that holds: the declared one or the default of the place.
    pub(crate) fn layout(&self) -> Style {
        self.style.unwrap_or(match self.place {
            Place::Query | Place::Cookie => Style::Form,
            Place::Header | Place::Path => Style::Simple,
        })
    }

    /// Whether the value is exploded: what is declared, or else only where the style is `form`.
    pub(crate) fn exploded(&self) -> bool {
        self.explode.unwrap_or(self.layout() == Style::Form)
    }
}
